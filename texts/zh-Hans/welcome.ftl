stranger =
    <b>您好！</b>
    这个机器人供服务商的客户管理服务器，目前还不认识这个聊天。要开通，请把下面的编号发给您的服务商：
stranger-commands = 在此之前可用：/start、/help、/whoami
welcome = { $servers ->
    [0] <b>您好！</b>这里还没有服务器，请等服务商分配。
   *[other] <b>您好！</b>您在这里有 { $servers } 台服务器。
}
welcome-how = 发送 /servers 查看服务器，/help 查看其他功能。
joined = { $servers ->
    [0] ✅ <b>已开通。</b>这里还没有服务器，请等服务商分配。
   *[other] ✅ <b>已开通。</b>您在这里有 { $servers } 台服务器。
}

whoami-user = 您的 ID：<code>{ $id }</code>
whoami-chat = 聊天 ID：<code>{ $id }</code>
whoami-thread = 话题 ID：<code>{ $id }</code>
whoami-role = 角色：{ $role }
whoami-unknown = 这个聊天还没有开通，请把以上编号发给您的服务商。
whoami-identities = 身份：
whoami-identity = • <b>{ $label }</b>
whoami-identity-all = • <b>{ $label }</b>（全部服务器）
whoami-personal = { $personal }
whoami-timezone = 时区：{ $timezone }
