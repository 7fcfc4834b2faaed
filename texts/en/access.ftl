command-vnc = Open a server's console in the browser
usage-vnc = /vnc [server]
command-password = Set a server's password
usage-password = /password [server [new password | generate]]
command-vnc_password = Set the password of a server's console
usage-vnc_password = /vnc_password [server [new password | generate]]
command-reinstall = Reinstall a server (all on its system disk is lost)
usage-reinstall = /reinstall [server [system [new password | generate]]]

pick-vnc = Whose console do you want to open?
pick-setpsw = Which server shall get a new password?
pick-setvnc = Whose VNC password shall be reset?
pick-install = Which server shall be reinstalled?

button-vnc = 🖥 Console
button-open_console = 🖥 Open the console
button-show_secret = 🔑 Show it privately
button-show_secret_again = 🔑 Show it again
button-open_private = Open private chat

console-opening = 🖥 The console of <b>{ $label }</b> is being opened…
console-title = 🖥 Console of <b>{ $label }</b>
console-whoever = Whoever has the link has the console: do not pass it on.
console-sent = 🖥 The link to the console of <b>{ $label }</b> is in your private chat with me.

password-opening = 🔑 A new password: { $labels }
password-title = 🔑 <b>{ $labels }</b>: new password
password-title-vnc = 🔑 <b>{ $labels }</b>: new VNC password
password-maybe = ❔ Nobody knows whether it was set. It may hold; if it does not, the old one does.
password-entrance = <code>{ $address }</code> · login <code>{ $login }</code>
password-entrance-address = <code>{ $address }</code>
password-line = Password: { $secret }
password-itself = { $password }
password-order = your order
password-several = { $label } and { $more } more
password-again = It can be shown again for 24 hours: press the button under the report.
secret-goes = This message disappears in { $span }.
secret-gone = 🔑 This is no longer shown.
secret-sent = It is in your private chat with me, for a short while.
secret-open-first = I cannot write to you in private yet. Open our private chat, press Start, then try again here.

confirmation-password = The new password is shown to you in private when it is done.

error-secret-over = This password is no longer kept here. Set a new one with /password, or /vnc_password for the console.
error-console-password = The console has no password yet. Set one with /vnc_password, then open it with /vnc.
bad-no-system = No system here has “{ $word }” in its name. Type another part of it, or press a button.
