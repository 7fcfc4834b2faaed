choice-priced = { $choice } · { $price }
choice-generate = 🎲 自动生成
answer-missing = –
answer-secret = •••
form-so-far = { $answers }
form-problem = ⚠ { $problem }
form-change = { $name }：{ $value }
form-row = { $name }：<b>{ $value }</b>
form-cancelled = { $form }
    已取消，没有任何改动。

error-draft-over = 这份表单已经结束，请重新开始。
error-not-your-draft = 这是别人正在填写的表单，请另行发起。
bad-choice = “{ $word }”不在可选范围内。请点按钮，或输入其中一项。
bad-choice-several = 有多项符合，请点您要的那一项。
bad-gone = 该选项已不再提供，请重新选择。
bad-secret-visible = 您的消息无法删除，因此不会使用这个密码。请自行删除该消息，然后选择自动生成，或私聊我再设置。

# 每个问题的名称，列出全部答案时放在答案前面。
name-identity = 客户
name-zone = 地区
name-line = 线路
name-core = 核心与内存
name-disks = 数据盘
name-newdisk = 新增数据盘
name-disk1 = 数据盘 1
name-disk2 = 数据盘 2
name-disk3 = 数据盘 3
name-disk4 = 数据盘 4
name-disk5 = 数据盘 5
name-disk6 = 数据盘 6
name-disk7 = 数据盘 7
name-disk8 = 数据盘 8
name-bandwidth = 带宽
name-defense = 防御
name-family = 系统类型
name-system = 操作系统
name-months = 时长
name-num = 台数
name-password = 密码
name-snapshot = 快照
name-period = 保留
name-local = 端口
name-kind = 公网端口
name-remark = 备注
name-port = 转发
name-verdict = 动作
name-protocol = 协议
name-ports = 端口
name-remote = 来源
name-direction = 方向
name-name = 名称
name-weight = 权重
name-rule = 规则

# 选项。
choice-days = { $count } 天
choice-months = { $count } 个月
choice-core = { $cpu } 核 { $memory } GB
choice-configuration = { $cpu } 核 { $memory } GB · 数据盘 { $disk } GB · { $bandwidth } Mbit/s
choice-recommended = ⭐ { $cpu } 核 { $memory } GB · 数据盘 { $disk } GB · { $bandwidth } Mbit/s
choice-gb = { $count } GB
choice-mbit = { $count } Mbit/s
choice-g = { $count } G
choice-no-disk = 不要数据盘
choice-from = { $name }，每月起价
choice-zone-real-name = { $zone }（须实名）
choice-zone-white-list = { $zone }（须白名单）
choice-zone-both = { $zone }（须实名、须白名单）
choice-port-random = 随机公网端口
choice-port-same = 与内网端口相同
choice-verdict-allow = ✅ 放行
choice-verdict-deny = ⛔ 拒绝
choice-ports-all = 全部端口
choice-remote-any = 任意来源
choice-direction-inbound = 入站
choice-direction-outbound = 出站
choice-direction-both = 双向

form-setpsw = 🔑 重置 <b>{ $label }</b> 的密码
step-setpsw-password = 自动生成，或直接输入新密码。您输入的内容会立即从聊天中删除。
review-setpsw = 旧密码将失效。

form-setvnc = 🔑 重置 <b>{ $label }</b> 的 VNC 密码
step-setvnc-password = 自动生成，或直接输入新密码。您输入的内容会立即从聊天中删除。
review-setvnc = 旧的 VNC 密码将失效。

form-install = 💿 重装 <b>{ $label }</b>
step-install-family = 选择系统类型，也可以直接输入系统名称的一部分。
step-install-system = 选择操作系统。
step-install-password = 设置新密码：自动生成，或直接输入。您输入的内容会立即从聊天中删除。
review-install = 系统盘上的全部数据都会丢失。

form-createsnapshot = 📸 为 <b>{ $label }</b> 创建快照
step-createsnapshot-period = 快照保留多久？
review-createsnapshot = 不影响任何数据。

form-renewsnapshot = 📸 延长 <b>{ $label }</b> 的快照
step-renewsnapshot-snapshot = 哪个快照？
step-renewsnapshot-period = 延长多久？
review-renewsnapshot = 不影响任何数据。

form-revertsnapshot = 📸 恢复 <b>{ $label }</b>
step-revertsnapshot-snapshot = 恢复到哪个快照？
review-revertsnapshot = 该快照之后写入的数据都会丢失。

form-removesnapshot = 📸 删除 <b>{ $label }</b> 的快照
step-removesnapshot-snapshot = 删除哪个快照？
review-removesnapshot = 删除后无法找回。

form-upgrade = ⬆ 升级 <b>{ $label }</b>
step-upgrade-core = 选择核心与内存。
step-upgrade-disk1 = 数据盘 1 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk2 = 数据盘 2 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk3 = 数据盘 3 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk4 = 数据盘 4 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk5 = 数据盘 5 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk6 = 数据盘 6 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk7 = 数据盘 7 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-disk8 = 数据盘 8 要多大？点按钮，或输入 GB 数。磁盘只能扩大，不能缩小。
step-upgrade-newdisk = 新增的数据盘要多大？0 表示不增加。
step-upgrade-bandwidth = 带宽要多少？点按钮，或输入 Mbit/s 数。
step-upgrade-defense = 防御要多少？
review-upgrade = 点一项即可修改。升级可能会重置密码，新密码会发给您。

form-renew_for_rd = ⬇ 预约 <b>{ $label }</b> 降配
step-renew_for_rd-core = 选择核心与内存。
step-renew_for_rd-bandwidth = 带宽要多少？点按钮，或输入 Mbit/s 数。
step-renew_for_rd-defense = 防御要多少？
review-renew_for_rd = 点一项即可修改。降配在下次续费时生效，预约之后无法查询。

form-create_new = 🛒 购买服务器
step-create_new-identity = 为谁购买？
step-create_new-zone = 选择地区。
zone-demand-real-name = ⚠ 该地区须实名认证。
zone-demand-white-list = ⚠ 该地区须提交网站白名单。
zone-demand-both = ⚠ 该地区须实名认证，并提交网站白名单。
step-create_new-line = 选择线路。价格为该线路最低配置。{ $about }
step-create_new-core = 选择配置。⭐ 为推荐配置，价格按月估算。{ $about }
step-create_new-family = 选择系统类型，也可以直接输入系统名称的一部分。
step-create_new-system = 选择操作系统。
step-create_new-months = 购买多久？价格为单台估算。
step-create_new-disks = 数据盘要多大？点按钮，或输入多块：50+100
step-create_new-bandwidth = 带宽要多少？点按钮，或输入 Mbit/s 数。
step-create_new-defense = 防御要多少？
step-create_new-num = 买几台？
step-create_new-password = 自动生成，或直接输入密码。您输入的内容会立即从聊天中删除。
review-create_new = 点一项即可修改。

form-create_port = 🔌 为 <b>{ $label }</b> 添加端口转发
step-create_port-local = 转发服务器的哪个端口？点按钮，或输入端口号。
step-create_port-kind = 使用哪个公网端口？
step-create_port-remark = 写个备注？
review-create_port = 添加后任何人都能访问该端口。

form-delete_port = 🔌 删除 <b>{ $label }</b> 的端口转发
step-delete_port-port = 删除哪一条？
review-delete_port = 通过该端口的访问会中断。

form-add_hardpolicy = 🧱 为 <b>{ $label }</b> 添加防火墙规则
step-add_hardpolicy-verdict = 放行还是拒绝？
step-add_hardpolicy-protocol = 选择协议。
step-add_hardpolicy-ports = 哪些端口？点按钮，或输入 80、5-15。
step-add_hardpolicy-remote = 来源是哪里？点按钮，或输入 IP、网段：203.0.113.0/24
step-add_hardpolicy-direction = 选择方向。
step-add_hardpolicy-name = 给规则起个名称。
step-add_hardpolicy-weight = 权重是多少？数字大的优先。
review-add_hardpolicy = 规则立即生效，设错可能把自己挡在外面。

form-del_hardpolicy = 🧱 删除 <b>{ $label }</b> 的防火墙规则
step-del_hardpolicy-rule = 删除哪条规则？预设规则不能删除。
review-del_hardpolicy = 之后由其他规则决定这些流量。

# 回答有什么问题。
bad-number = “{ $word }”不是整数。
bad-size-not-sold = 这里不提供“{ $word }”。请点按钮，或输入其他数值。
bad-size-unknown = 引擎没有给出这台服务器目前的配置，无法在这里修改。
bad-nothing-changed = 还没有任何修改。点一项即可修改。
bad-months-not-sold = 这里不提供“{ $word }”个月。
bad-servers = 一次可买 1 至 { $most } 台。
bad-period = “{ $word }”不是时长。7 天写 7d，1 个月写 1m。
bad-period-not-sold = 这里不提供“{ $word }”。请点一个时长。
bad-port = “{ $word }”不是端口。端口为 1 至 65535。
bad-remark = 备注为 1 至 { $longest } 个字，且不能换行。
bad-rule-word = 看不懂“{ $word }”。示例：allow tcp 443 from 203.0.113.0/24 in
bad-rule-twice = “{ $word }”多余：同一项只能写一次。示例：allow tcp 443 from 203.0.113.0/24 in
bad-rule-remote = “{ $word }”不是 IPv4 地址或网段。请写 203.0.113.5、203.0.113.0/24 或 any。
bad-rule-incomplete = 规则要写明 allow 或 deny，以及 tcp、udp 或 icmp。示例：allow tcp 443 from 203.0.113.0/24 in
bad-rule-icmp-port = icmp 没有端口。请去掉端口，或改用 tcp、udp。
bad-rule-ports = “{ $word }”不是端口。请写 80、5-15 或 all。
bad-rule-ipv6 = “{ $word }”是 IPv6，引擎的防火墙只支持 IPv4。
bad-rule-weight = “{ $word }”不是权重：应为 1 至 65535 的数字。
bad-rule-weight-used = 权重“{ $word }”已被其他规则占用，请换一个数字。
bad-rule-name = 名称为 1 至 { $longest } 个字，不能换行，也不能有引号。
bad-password-too_short = 密码太短：至少 { $shortest } 位。请重新输入。
bad-password-too_long = 密码太长：最多 { $longest } 位。请重新输入。
bad-password-character_not_allowed = 密码中有不允许的字符。可以用字母、数字和 { $specials }。
bad-password-no_letter = 密码中要有字母。请重新输入。
bad-password-no_lower_case = 密码中要有小写字母。请重新输入。
bad-password-no_upper_case = 密码中要有大写字母。请重新输入。
bad-password-no_digit = 密码中要有数字。请重新输入。
bad-password-no_special = 密码中要有 { $specials } 之一。请重新输入。
form-resume = 这是您之前没填完的，要继续吗？
buy-nobody = 此聊天没有绑定客户，无法购买。请联系服务商。
buy-nothing = 目前没有可购买的产品。
button-resume = ▶ 继续填写
button-afresh = 🔄 重新开始
