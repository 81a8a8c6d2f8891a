# The examiner does not answer in time: the head decides without, and orders training.
2026-12-07 系统 列入抽检 => 待评查
2026-12-08 负责人 指派评查人 {"inspector":"21"} => ! 已是本件的评查人
2026-12-08 负责人 指派评查人 {"inspector":"11"} => ! 都不是本中心的复核员
2026-12-08 负责人 指派评查人 {"inspector":"22"} => ! 已办理过该案
2026-12-08 负责人 指派评查人 {"inspector":"23"} => 待评查 due 2026-12-22
2026-12-08 复核员 提交评查 {"opinion":"结论错误","proposal":"train"} => ! 须由复核员办理
2026-12-09 第三复核员 提交评查 {"errors":[{"class":"conclusion","count":1,"text":"公知常识认定错误"}],"opinion":"结论错误","proposal":"train"} => 待预审员陈述 due 2026-12-16
2026-12-17 系统 逾期未陈述 => 待审定 due 2026-12-24
2026-12-18 预审员兼负责人 审定 {"score":40,"result":"failed","consequence":"train","hours":8,"reason":"补训创造性判断"} => ! 不能审定对本人的抽检
2026-12-18 负责人 审定 {"score":40,"result":"failed","consequence":"train","hours":8,"reason":"补训创造性判断"} => 已审定
