package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/clm"
	"zhibao/examination/preexam/check/sample"
	"zhibao/patent"
)

// thirtyPages makes an application of 59 KB: twenty claims and a description of thirty pages.
func thirtyPages() *patent.Application {
	parts := strings.Fields("底座 立杆 连接件 防滑垫 弹簧 滑块 导轨 支撑板 转轴 限位槽 锁紧螺母 手柄 顶盖 侧板 凸台 卡扣 轴承 气缸 活塞 密封圈")
	a := &patent.Application{Kind: patent.Invention, Title: "一种折叠支架", Texts: map[patent.Part]*patent.Text{}}
	c, d, s := &patent.Text{Part: patent.Claims}, &patent.Text{Part: patent.Description}, &patent.Text{Part: patent.Abstract}
	c.Append(patent.ClaimText, "1", "1. 一种折叠支架，其特征在于，包括底座（1）、立杆（2）和连接件（3），所述立杆（2）通过所述连接件（3）与所述底座（1）转动连接。")
	for i := 2; i <= 20; i++ {
		c.Append(patent.ClaimText, fmt.Sprint(i), fmt.Sprintf("%d. 根据权利要求%d所述的折叠支架，其特征在于，还包括%s（%d），所述%s（%d）设置于所述底座（1）的上端，所述立杆（2）的长度为%dmm，所述连接件（3）与所述%s（%d）抵接。",
			i, i-1, parts[i-1], i+10, parts[i-1], i+10, i*10, parts[i-1], i+10))
	}
	d.Append(patent.TitleLine, "", "一种折叠支架")
	for _, h := range []string{"技术领域", "背景技术", "发明内容", "附图说明", "具体实施方式"} {
		d.Append(patent.Heading, "", h)
		for len(d.Text) < map[string]int{"技术领域": 300, "背景技术": 4000, "发明内容": 12000, "附图说明": 12500, "具体实施方式": 54000}[h] {
			n := len(d.Blocks)
			x, y := n%20, (n*7+3)%20
			d.Append(patent.Paragraph, fmt.Sprintf("%04d", n), fmt.Sprintf("如图%d所示，%s%d通过%s%d与底座1转动连接，%s%d的长度为%dmm，%s%d沿导轨17滑动，使得折叠支架在第%d状态下展开，%s%d的一端设有凸台，另一端与立杆2抵接，装配时先安装%s%d，再安装%s%d。",
				n%3+1, parts[x], x+11, parts[y], y+11, parts[x], x+11, n, parts[y], y+11, n, parts[x], x+11, parts[x], x+11, parts[y], y+11))
		}
	}
	s.Append(patent.Paragraph, "", "本发明公开了一种折叠支架，涉及支撑装置技术领域，包括底座、立杆和连接件，立杆通过连接件与底座转动连接，解决了现有支架体积大的问题，用于野外照明。")
	a.Texts[patent.Claims], a.Texts[patent.Description], a.Texts[patent.Abstract] = c, d, s
	a.Figures = []patent.Figure{{Label: "图1", Present: true}, {Label: "图2", Present: true}, {Label: "图3", Present: true}}
	return a
}

func benchmark(b *testing.B, app *patent.Application, rules []check.Rule) {
	size := 0
	for _, t := range app.Texts {
		size += len(t.Text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		check.Run(check.Input{App: app, On: sample.On()}, rules)
	}
}

func BenchmarkThirtyPages(b *testing.B) {
	app := thirtyPages()
	b.Run("all", func(b *testing.B) { benchmark(b, app, Rules()) })
	b.Run("claims", func(b *testing.B) { benchmark(b, app, clm.Rules()) })
}

func BenchmarkReal(b *testing.B) {
	names, apps := real(b)
	for i, a := range apps {
		if !strings.HasSuffix(names[i], ".docx") {
			b.Run(names[i]+"/all", func(b *testing.B) { benchmark(b, a, Rules()) })
			b.Run(names[i]+"/claims", func(b *testing.B) { benchmark(b, a, clm.Rules()) })
		}
	}
}
