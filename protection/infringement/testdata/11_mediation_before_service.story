# 立案后送达前也可以调解。
2026-03-02 请求人 提出裁决请求 => 材料审查中
2026-03-03 受理员 提出立案审查意见 {"met":["standing","respondent","request","jurisdiction","nosuit","undecided"],"opinion":"材料齐全"} => 待立案审批
2026-03-04 负责人 立案 {"track":"ordinary"} => 已立案待组庭
2026-03-04 负责人 组成合议组 => 待送达副本
2026-03-05 承办人 登记调解 {"day":"2026-03-05","result":"continue","text":"电话联系双方"} => 待送达副本
