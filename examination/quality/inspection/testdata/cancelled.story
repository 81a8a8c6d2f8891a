# Nobody of the inspectors may judge the case: the head appoints one, and later gives the inspection up.
2026-03-23 系统 列入抽检 {} => 待指派评查人
2026-03-23 第三复核员 提交评查 {"opinion":"无","proposal":"none"} => ! 不能办理“提交评查”
2026-03-24 负责人 指派评查人 {"inspector":"23"} => 待评查
2026-03-25 负责人 取消抽检 {"reason":"案件进入诉讼"} => 已取消
