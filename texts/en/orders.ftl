orders-title = <b>Orders and operations</b>
orders-title-page = <b>Orders and operations</b> · page { $page }
orders-nothing = Nothing yet.
orders-row = { $at } { $mark } { $action } · { $label }
orders-row-new = { $at } { $mark } { $action }
orders-number = No. { $number }
orders-details = { $details }
orders-file = Orders and operations, newest first: { $count }
orders-file-cut = Orders and operations, newest first: the latest { $count }

orders-time = Time
orders-server = Server
orders-action = Action
orders-state = State
orders-outcome = Outcome
orders-price = Price (CNY)
orders-order = Order number
orders-end-before = End before
orders-end-after = End after

orders-done = done
orders-failed = not done
orders-unclear = outcome unknown
orders-open = under way

button-csv = 📄 CSV

command-orders = What was ordered and done here, also as a file
usage-orders = /orders [csv]
