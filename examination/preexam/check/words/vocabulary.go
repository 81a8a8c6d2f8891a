package words

import "sync"

// Commercial finds words of advertisement (商业性宣传用语), which neither description nor abstract
// nor brief explanation may use. Technical terms that contain such a word are excepted.
func Commercial() *Matcher { return commercialOnce() }

// Praise finds words about markets and fame that come close to advertisement.
func Praise() *Matcher { return praiseOnce() }

var (
	commercialOnce = sync.OnceValue(func() *Matcher { return New(List(commercial), List(technical)) })
	praiseOnce     = sync.OnceValue(func() *Matcher { return New(List(praise), nil) })
)

const (
	commercial = `
最先进 最尖端 国际领先 国内领先 世界领先 全球领先 行业领先 业界领先 业内领先 同行领先 技术领先 遥遥领先 领先水平 领先地位
国际先进 国内先进 世界先进 首创 革命性 划时代 跨时代 颠覆性 完美 无与伦比 无可比拟 绝无仅有 史无前例 举世无双 世界第一 全球第一 全国第一
国内第一 行业第一 销量第一 国际一流 世界一流 国内一流 一流水平 超一流 国际顶级 世界顶级 全球顶级 国内顶级 行业顶级 顶级产品 顶级设备 顶级材料 顶级工艺 顶级质量 顶级品质 顶级水平 顶级性能
顶级配置 里程碑式 里程碑意义 质的飞跃 奇迹 神奇 黑科技 驰名 名牌 王牌 知名品牌 著名品牌 第一品牌 物美价廉 价廉物美 包治百病 药到病除
独步天下 全网最 万无一失 独家首 行业标杆 业界标杆 天下第一 极致体验 品质卓越 卓越品质`
	technical = `
完美匹配层 完美匹配 完美哈希 完美散列 完美电导体 完美导体 完美磁导体 完美导电 完美晶体 完美吸收 完美重构 完美重建 完美配对 完美信息 不完美 完美二叉树
完美二元 完美序列 完美透镜 完美涡旋 完美光涡旋 近完美 完美阵列 完美差集 完美图 完美前向 完美转发 完美立方 完美弹性 完美流体 完美保密 完美接地
目前最先进 现有最先进 当前最先进 最先进的现有 最先进方法 最先进的方法 最先进模型 最先进的模型 最先进算法 最先进的算法 非领先水平 首创新 名牌照 知名品牌商`
	praise = `
市场前景广阔 广阔的市场前景 广阔市场前景 广阔的市场 市场潜力巨大 巨大的市场潜力 巨大的商业价值 商业价值巨大 极具市场竞争力 极强的市场竞争力 深受欢迎
深受用户 深受消费者 深受广大 深受市场 广受好评 广受欢迎 备受青睐 供不应求 享誉 填补空白 填补国内空白 填补了国内 填补了国际 填补了世界 填补了市场
填补了行业 填补了空白 填补了现有技术 开创了先河 值得大力推广 值得推广 可观的经济效益 巨大的经济效益`
)
