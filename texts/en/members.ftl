role-viewer = viewer
role-operator = operator
role-owner = owner

members-title = <b>Members with a role</b>
members-row = • { $name } – { $role }
members-none = Nobody has a role yet.
members-others = Everybody else is a viewer.
members-how = To set a role: pick somebody below, or reply to their message with /members.
members-private = In a private chat you are the owner. /members is for groups.
members-nobody = An anonymous admin, a channel or a bot cannot have a role.
members-unnamed = user { $id }
members-pick = What shall <b>{ $name }</b> be?
members-roles =
    Viewer: looks at servers.
    Operator: also powers them on and off and names them.
    Owner: everything, members included.
members-set = <b>{ $name }</b> is now { $role }.
