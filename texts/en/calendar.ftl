calendar-title = What ends when
calendar-span = { $first } to { $last }
calendar-today = Today
calendar-a-day = How many end on a day
calendar-most = at most { $count } a day
calendar-month-format = MMM
calendar-day-format = d
calendar-urgency-over = expired: { $count }
calendar-urgency-3-days = in 3 days: { $count }
calendar-urgency-7-days = in 7 days: { $count }
calendar-urgency-14-days = in 14 days: { $count }
calendar-urgency-later = later: { $count }
calendar-more-over = { $count ->
    [one] and { $count } more already expired
   *[other] and { $count } more already expired
}
calendar-more = { $count ->
    [one] and { $count } more in these { $days } days
   *[other] and { $count } more in these { $days } days
}
calendar-later = { $count ->
    [one] { $count } ends after these { $days } days
   *[other] { $count } end after these { $days } days
}
calendar-unknown = { $count ->
    [one] { $count } has no known end date
   *[other] { $count } have no known end date
}
calendar-nothing = Nothing ends within the next { $days } days, so there is no picture.
calendar-picture = 🗓 The next { $days } days: { $count ->
    [one] { $count } server ends
   *[other] { $count } servers end
}
calendar-picture-over = 🗓 The next { $days } days: { $count ->
    [one] { $count } server ends
   *[other] { $count } servers end
}, { $over } already expired
calendar-no-picture = The picture could not be drawn this time; the list has all of it.
calendar-no-picture-now = Too many pictures are being drawn right now; the list has all of it. Try the button again in a minute.
calendar-file = { $count ->
    [one] 📅 { $count } end date for your calendar, with reminders 7 days and 1 day before.
   *[other] 📅 { $count } end dates for your calendar, with reminders 7 days and 1 day before.
}
    After a renewal, import it again: the dates move, none comes twice.
calendar-file-cut = 📅 The first { $count } end dates for your calendar, with reminders 7 days and 1 day before.
    After a renewal, import it again: the dates move, none comes twice.
calendar-file-nothing = No end date is known here, so there is no file.
calendar-no-file = The calendar file could not be made this time. Try its button again in a minute.
calendar-name = Server end dates
calendar-event = { $label } ends
calendar-event-address = Address: { $address }
calendar-event-kept = Data are kept until { $moment } ({ $zone }).
calendar-event-renew = To renew, send the bot: /renew { $name }
calendar-event-not-renewable = It could not be renewed when this file was made; ask your provider.
calendar-alarm = { $label } ends on { $moment } ({ $zone })
button-calendar_picture = 🗓 Picture
button-calendar_file = 📅 Calendar file
