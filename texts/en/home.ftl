button-home = 🏠 Home
button-home-servers = 🖥 Servers
button-home-expiring = ⏳ What ends when
button-home-buy = 🛒 Buy
button-home-catalog = 🗂 Catalogue
button-home-orders = 🧾 Orders
button-home-balance = 💰 Balance
button-home-approvals = ✅ Approvals
button-home-language = 🌐 中文 / English
button-home-help = ❓ Help
button-more = ⋯ More
button-favourite_on = ☆ Favourite
button-favourite_off = ★ Favourite
favourite-on = ★ Stands first from now on.
favourite-off = No longer a favourite.
card-more = What else can be done:
card-more-alias = A name of your own: <code>/alias { $server } name</code>
button-all = All
button-several_power = ☑ Several…
choose-power = Tick the servers, then what shall be done with them.
choose-power-ticked = { $count ->
    [one] { $count } server ticked.
   *[other] { $count } servers ticked.
}
choose-power-first = The first { $count } are shown; name others by /stop and the like.
power-many = { $action }: { $count }
list-filter-run = running
list-filter-off = off
list-filter-soon = ending in 7 days
list-filter-fav = favourites
