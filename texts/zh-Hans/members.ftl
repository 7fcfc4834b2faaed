role-viewer = 查看者
role-operator = 操作员
role-owner = 所有者

members-title = <b>有角色的成员</b>
members-row = • { $name } — { $role }
members-none = 还没有人有角色。
members-others = 其他人都是查看者。
members-how = 设置角色：在下面选人，或回复对方的消息并发送 /members。
members-private = 私聊里您就是所有者，/members 只用于群组。
members-nobody = 匿名管理员、频道和机器人不能有角色。
members-unnamed = 用户 { $id }
members-pick = <b>{ $name }</b> 应是什么角色？
members-roles =
    查看者：只能查看服务器。
    操作员：还能开关机、重启、起名字。
    所有者：全部，包括管理成员。
members-set = <b>{ $name }</b> 现在是{ $role }。
