# 材料不全：通知补正，补正后立案。
2026-03-02 请求人 提出裁决请求 => 材料审查中
2026-03-04 受理员 通知补正 {"points":["register"],"text":"请补交专利登记簿副本"} => 待补正 due 2026-03-19 | 立案审查期限 止于2026-03-04 补正期限 2026-03-19
2026-03-05 被请求人 补正材料 => ! 没有这个案件
2026-03-09 请求人 补正材料 {"claims":"权利要求1、2"} => 材料审查中 due 2026-03-16
2026-03-10 受理员 提出立案审查意见 {"met":["standing","respondent","request","jurisdiction","nosuit","undecided"],"opinion":"已补正"} => 待立案审批
2026-03-11 负责人 退回重新审查 {"reason":"请核对被请求人地址"} => 材料审查中
2026-03-11 受理员 提出立案审查意见 {"met":["standing","respondent","request","jurisdiction","nosuit","undecided"],"opinion":"已核对"} => 待立案审批
2026-03-12 负责人 立案 {"track":"ordinary"} => 已立案待组庭
