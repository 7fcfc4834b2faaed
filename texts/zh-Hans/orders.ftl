orders-title = <b>订单与操作</b>
orders-title-page = <b>订单与操作</b> · 第 { $page } 页
orders-nothing = 还没有记录。
orders-row = { $at } { $mark } { $action } · { $label }
orders-row-new = { $at } { $mark } { $action }
orders-number = 单号 { $number }
orders-details = { $details }
orders-file = 订单与操作，按时间倒序，共 { $count } 条
orders-file-cut = 订单与操作，按时间倒序，最近 { $count } 条

orders-time = 时间
orders-server = 服务器
orders-action = 操作
orders-state = 状态
orders-outcome = 结果
orders-price = 价格（元）
orders-order = 订单号
orders-end-before = 原到期时间
orders-end-after = 新到期时间

orders-done = 已完成
orders-failed = 未完成
orders-unclear = 结果未知
orders-open = 进行中

button-csv = 📄 CSV

command-orders = 订单与操作记录，可导出文件
usage-orders = /orders [csv]
