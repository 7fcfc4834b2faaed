money = { $amount } 元
months = { $count } 个月
period-priced = { $months } · { $price }

choose-period = <b>{ $label }</b> 续费多久？
choose-period-end = { $moment } 到期（{ $left }）
choose-period-end-unknown = 到期时间未知
choose-period-prices = 价格为预估。
choose-period-unlisted = 暂时读不到所在线路可选的时长，可先续一个月。

choose-several = 请勾选要续费的服务器。
choose-several-months = 已选 { $count } 台，各续 { $months }。
choose-several-no-months = 所选服务器没有共同可选的月数，请少选几台。
choose-several-first = 只显示最先到期的 { $count } 台。
renew-several = 续费 { $count } 台
left-out = 还有 { $count } 台即将到期，请再发起一次。
