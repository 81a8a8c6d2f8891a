package prose

import (
	"strings"
	"unicode/utf8"
)

// closers are characters in which no name of a part ends.
const closers = "为是约达在于到至和与或及第共有仅每取用经过等近超以之其的了隔各这那加减乘除从由向被把将对按如若则且而并也都均可能会应须需请使让给比较最更很太中后前即约同当另又再还已未不无非" +
	"图表式项步例章节条款年月日时分秒百千万亿数值率量"

// quantities are words behind which a number is an ordinal or a quantity, by their last character.
var quantities = lastRunes(`权利要求 实施例 实施方式 实施方案 对比例 比较例 参考例 试验例 实验例 制备例 合成例 示例 步骤 阶段 工序 公式
 方程 图 表 式 附图 编号 标号 序号 型号 图号 批号 文献 专利 对比文件 引用文件 标准 国标 条件 情况 情形 场景 方案 方式 样品 试样 样本 编号
 温度 压力 压强 电压 电流 电阻 功率 频率 时间 长度 宽度 高度 厚度 深度 直径 半径 内径 外径 距离 间距 间隔 角度 速度 流速 转速 浓度 含量
 比例 重量 质量 体积 面积 容量 密度 粘度 黏度 湿度 硬度 强度 精度 误差 阈值 取值 参数 系数 指数 次数 倍数 个数 数量 数目 总数 大小 尺寸
 等级 级别 版本 类型 种类 类别 状态 模式 选项 问题 定义 定理 引理 推论 命题 算法 序列 区别 特征 优点 缺陷 效果 目的 任务 案例 例子
 概率 得分 分数 权重 置信度 准确率 结果为 输出 输入 增加 减少 升高 降低 提高 下降 达到 超过 低于 高于 大于 小于 等于 不少于 不超过 约为
 大约 至少 最多 最少 最大 最小 平均 之间 以上 以下 每隔 保持 加热 冷却 搅拌 反应 静置 培养 离心 蒸馏水 无水 为止 延迟 耗时 人民币 收入 支出 余额
 用户 加上 减去 乘以 除以 包括 包含 创新点 现有技术 技术方案 专利号 申请号 公开号 公告号 邮编 电话 版 卷 期 页 行 列 位 周 岁`)

// lastRunes orders words by their last character, under which they are looked up.
func lastRunes(list string) map[rune][]string {
	out := map[rune][]string{}
	for _, w := range strings.Fields(list) {
		r, _ := utf8.DecodeLastRuneInString(w)
		out[r] = append(out[r], w)
	}
	return out
}
