# 没有有效的执法委托，不能立案。
2026-03-02 请求人 提出裁决请求 => 材料审查中
2026-03-03 受理员 提出立案审查意见 {"met":["standing","respondent","request","jurisdiction","nosuit","undecided"],"opinion":"齐全"} => 待立案审批
2026-03-04 负责人 立案 {"track":"ordinary"} => ! 没有有效的执法委托
