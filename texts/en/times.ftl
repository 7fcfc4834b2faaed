# strftime's own letters: %Y year, %m month, %d day, %H hour, %M minute.
moment-format = %Y-%m-%d %H:%M
day-format = %Y-%m-%d
clock-format = %H:%M

age-now = just now
age-seconds = { $count } s ago
age-minutes = { $count } min ago
age-hours = { $count } h ago
age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}

duration-seconds = { $seconds } s
duration-whole-minutes = { $minutes } min
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min

left-minutes = { $count } min left
left-hours = { $count } h left
left-days = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
