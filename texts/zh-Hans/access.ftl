command-vnc = 在浏览器中打开控制台
usage-vnc = /vnc [服务器]
command-password = 重置服务器密码
usage-password = /password [服务器 [新密码 | generate]]
command-vnc_password = 重置 VNC 密码
usage-vnc_password = /vnc_password [服务器 [新密码 | generate]]
command-reinstall = 重装系统（系统盘数据全部丢失）
usage-reinstall = /reinstall [服务器 [系统 [新密码 | generate]]]

pick-vnc = 要打开哪台服务器的控制台？
pick-setpsw = 要重置哪台服务器的密码？
pick-setvnc = 要重置哪台服务器的 VNC 密码？
pick-install = 要重装哪一台？

button-vnc = 🖥 控制台
button-open_console = 🖥 打开控制台
button-show_secret = 🔑 私聊发给我
button-show_secret_again = 🔑 再看一次密码
button-open_private = 打开私聊

console-opening = 🖥 正在打开 <b>{ $label }</b> 的控制台……
console-title = 🖥 <b>{ $label }</b> 的控制台
console-whoever = 任何人拿到链接都能进入控制台，请勿转发。
console-sent = 🖥 <b>{ $label }</b> 的控制台链接已发到您与我的私聊。

password-opening = 🔑 新密码：{ $labels }
password-title = 🔑 <b>{ $labels }</b> 的新密码
password-title-vnc = 🔑 <b>{ $labels }</b> 的新 VNC 密码
password-maybe = ❔ 是否设置成功尚不清楚：可能已生效，否则仍是旧密码。
password-entrance = <code>{ $address }</code> · 用户名 <code>{ $login }</code>
password-entrance-address = <code>{ $address }</code>
password-line = 密码：{ $secret }
password-itself = { $password }
password-order = 您的订单
password-several = { $label } 等（另有 { $more } 台）
password-again = 24 小时内可再次查看：点结果消息下方的按钮。
secret-goes = 本消息将在 { $span }后消失。
secret-gone = 🔑 内容已撤下。
secret-sent = 已发到您与我的私聊，请尽快查看。
secret-open-first = 我还不能私聊您。请先打开与我的私聊并点“开始”，再回到这里重试。

confirmation-password = 完成后，新密码会私聊发给您。

error-secret-over = 这个密码已不再保存。可用 /password 重新设置；控制台用 /vnc_password。
error-console-password = 控制台还没有密码。请先用 /vnc_password 设置，再用 /vnc 打开。
bad-no-system = 没有名称含“{ $word }”的系统。请换个关键字，或点按钮选择。
