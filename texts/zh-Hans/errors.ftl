contact = 如需帮助，请联系服务商：{ $contact }
contact-unknown = 如需帮助，请联系您的服务商。

error-role = 需要“{ $needed }”权限，您在这里是“{ $role }”。本群的所有者可以用 /members 调整。
error-no-server = 这里没有“{ $word }”这台服务器。发送 /servers 查看您的服务器。
error-not-your-server = 这台服务器不是您的，或已不再属于您。发送 /servers 查看您的服务器。
error-ambiguous = 有多台服务器对应“{ $word }”，请改用别名或 guid。
error-not-possible = 不能操作：{ $reason }。{ $advice }
error-not-possible-named = 不能操作：{ $reason }（{ $names }）。{ $advice }
error-busy = 这台服务器上还有操作没结束（{ $action }），请稍等。
error-busy-settling = 这台服务器之前的操作（{ $action }）结果还不清楚，要等系统读到结果或服务商核实后才能继续。
error-unread = { $why }没有任何改动，请过一分钟再试。
error-unread-refused = { $why }没有任何改动。
error-stale = 没有执行：这个请求已超过 5 分钟，情况可能变了。请重新发起。
error-not-yours = 只有发起人可以按。
error-last-owner = 没有更改：群里至少要有一位所有者，请先把别人设为所有者。
error-invite-over = 邀请链接已被使用、已过期或不存在，请向服务商要一个新的。
error-type-word = 这项操作要发送服务器的地址或别名来确认，按按钮不算。
error-word-mismatch = “{ $word }”既不是这台服务器的地址，也不是它的别名。没有执行：请重新发送，或用 /cancel 取消。
error-credit-low = 额度不够：需要 { $needed }，还剩 { $available }。没有执行，请向服务商充值。
error-no-staff = 这项操作需要服务商审批，但服务商还没有设置审批的聊天。没有执行。
error-mixed-owners = 这些服务器属于不同的客户，费用不能混在一起，请分别续费。
error-not-your-approval = 这件事在这里不由您决定。
error-approval-moved = ⚠ 没有执行，因为情况有变：{ $what }。已告知申请人重新发起。
error-months = 不提供“{ $word }”。可选月数：{ $offered }。
error-months-none = 这些服务器不提供“{ $word }”。
error-months-unlisted = “{ $word }”不是月数。
error-nothing-to-renew = 这里暂时没有可以续费的服务器。
error-nothing-soon = { $days } 天内没有到期的服务器。
error-input = { $problem }
error-other = 没能完成。
error-unexpected =
    出了点问题。就目前所知，没有任何改动。
    编号：<code>{ $reference }</code>

ended-confirmation-pressed = 已经确认过了。
ended-confirmation-cancelled = 已取消，没有任何改动。
ended-confirmation-expired = 已超时，没有任何改动，请重新发起。
ended-confirmation-void = 已失效，没有任何改动，请重新发起。
ended-confirmation-unknown = 这个按钮太旧了，请重新发起。

ended-approval-approved = 已经同意过了。
ended-approval-declined = 已被拒绝，没有执行。
ended-approval-withdrawn = 已被撤回，没有执行。
ended-approval-expired = 已超时，没有执行。
ended-approval-void = 已失效，没有执行。

confirmation-moved = 情况有变，请重新查看并确认。
error-moved = ⚠ 没有执行，因为情况有变：{ $what }。请重新查看并确认。
moved-state = 服务器状态
moved-address = 地址
moved-owner = 服务器归属
moved-price = 价格
moved-end = 到期时间
moved-sizes = 配置
moved-snapshots = 快照
moved-separator = 、

alias-empty = 还缺一个名字。例如：/alias 203.0.113.5 web-1
alias-long = 名字太长，最多 { $longest } 个字。
alias-characters = 名字不能有空格，也不能以“/”“-”“@”开头。
alias-address = 名字不能像 guid 或 IP。
alias-taken = 这里已有服务器叫这个名字，请换一个。

why-not_connected = 连不上引擎。
why-no_answer = 引擎没有答复。
why-protocol = 看不懂引擎的答复。
why-refused = 引擎拒绝了：“{ $words }”。
why-refused-meaning = 引擎拒绝了：“{ $words }”。{ $meaning }
why-refused-silent = 引擎拒绝了，没有说明原因。

# 引擎的中文原话多半是什么意思。
means-settings = 机器人接入引擎的设置有误，需要服务商更正。
means-balance = 服务商在引擎的余额不足，需要服务商充值。
means-real_name = 还缺实名认证，请联系服务商办理。
means-gone = 引擎里已经没有这台服务器。
means-opening = 服务器还在开通中。
means-transferring = 服务器正在过户。
means-expired = 服务器已到期，需要先续费。
means-locked = 服务器已锁定。
means-busy = 服务器上还有其他操作，请过几分钟再试。
means-off = 服务器已关机。
means-running = 服务器已在运行。
means-not_offered = 服务器所在线路不支持。
means-maintenance = 引擎正在维护，请稍后再试。
