# An inspector judges a case, the examiner objects, the head sends it back once and then settles.
# The inspector is another person than the examiner and the head.
2026-11-23 系统 列入抽检 => 待评查 due 2026-12-07
2026-11-23 预审员 提交评查 {"opinion":"检索不充分","proposal":"remind"} => ! 须由复核员办理
2026-11-23 另一复核员 提交评查 {"opinion":"检索不充分","proposal":"remind"} => ! 须由复核员办理
2026-11-24 复核员 提交评查 {"errors":[{"class":"nowhere","count":1,"text":"权利要求1"}],"opinion":"检索不充分","proposal":"remind"} => ! 不在现行类别中
2026-11-24 复核员 提交评查 {"errors":[{"class":"search","count":1,"text":"只检索了一个数据库"},{"class":"minor","count":2,"text":"权利要求3、5"}],"opinion":"检索不充分","proposal":"remind"} => 待预审员陈述 due 2026-12-01
2026-11-25 另一预审员 陈述申辩 {"stand":"accept"} => ! 须由预审员办理
2026-11-25 预审员 陈述申辩 {"stand":"object"} => ! 请写明事实与理由
2026-11-25 系统 逾期未陈述 => ! 尚未届满
2026-11-25 预审员 陈述申辩 {"stand":"object","statement":"另一数据库的检索记在电话记录中"} => 待审定 due 2026-12-02
2026-11-26 复核员 审定 {"score":80,"result":"passed","consequence":"none","reason":"同意"} => ! 须由业务负责人
2026-11-26 负责人 退回重评 {"reason":"请核对检索记录"} => 待评查 due 2026-12-10
2026-11-27 复核员 提交评查 {"errors":[{"class":"minor","count":2,"text":"权利要求3、5"}],"opinion":"检索已核实","proposal":"none"} => 待预审员陈述 due 2026-12-04
2026-11-30 预审员 陈述申辩 {"stand":"accept"} => 待审定 due 2026-12-07
2026-12-01 负责人 审定 {"score":60,"result":"passed","consequence":"none","reason":"同意"} => ! 低于合格分数线
2026-12-01 负责人 审定 {"score":90,"result":"passed","consequence":"train","reason":"同意"} => ! 须填写补训学时
2026-12-01 负责人 审定 {"score":90,"result":"passed","consequence":"none","reason":"同意"} => 已审定
