# strftime 的字母：%Y 年、%m 月、%d 日、%H 时、%M 分。
moment-format = %Y-%m-%d %H:%M
day-format = %Y-%m-%d
clock-format = %H:%M

age-now = 刚刚
age-seconds = { $count } 秒前
age-minutes = { $count } 分钟前
age-hours = { $count } 小时前
age-days = { $count } 天前

duration-seconds = { $seconds } 秒
duration-whole-minutes = { $minutes } 分钟
duration-minutes = { $minutes } 分 { $seconds } 秒
duration-hours = { $hours } 小时 { $minutes } 分

left-minutes = 还剩 { $count } 分钟
left-hours = 还剩 { $count } 小时
left-days = 还剩 { $count } 天
