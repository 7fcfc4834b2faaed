catalog-title = 🗂 <b>What can be bought</b>
catalog-none = Nothing is on sale here just now.
catalog-zone = { $count ->
    [one] <b>{ $name }</b>: { $count } line
   *[other] <b>{ $name }</b>: { $count } lines
}
catalog-real-name = ⚠ A real-name check is required here.
catalog-white-list = ⚠ Only for who is on the white list.
catalog-zone-title = 🗂 <b>{ $name }</b>
catalog-line = • { $name }
catalog-line-from = • { $name }, a month from { $price }
catalog-line-closed = • { $name } (sold out)
catalog-line-title = 🗂 <b>{ $name }</b>
catalog-description = { $words }
catalog-closed = ⛔ Nothing can be bought on this line just now.
catalog-sizes = A month each, estimated; ⭐ is recommended:
catalog-size = { $sign } { $cpu } CPU, { $memory } GB, { $disk } GB disk, { $bandwidth } Mbit/s: { $price }
catalog-size-windows = { $sign } { $cpu } CPU, { $memory } GB, { $disk } GB disk, { $bandwidth } Mbit/s: { $price }, with Windows { $windows }
catalog-size-unknown = { $sign } { $cpu } CPU, { $memory } GB, { $disk } GB disk, { $bandwidth } Mbit/s: price unknown
catalog-systems = Systems: { $systems }
button-catalog = 🗂 Catalogue
button-buy_here = 🛒 Buy here
catalog-buy-for = 🛒 Buy here for { $customer }
command-catalog = What can be bought, with prices
usage-catalog = /catalog
