package clm

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/patent"
	"zhibao/patent/claim"
)

// unbased runs the rule over claims and returns its messages.
func unbased(claims string) (out []string) {
	for _, f := range check.Run(input(claims), []check.Rule{clm022()}).Findings {
		out = append(out, fmt.Sprintf("%s | %s", f.Quote, f.Message[strings.Index(f.Message, "：")+len("："):]))
	}
	return out
}

// TestBasis holds every form in which a thing is named and named again. A claim is followed by what is
// wanted: nothing, or the words with the path on which they have no basis.
func TestBasis(t *testing.T) {
	const head = "1. 一种折叠支架，其特征在于，"
	for name, c := range map[string]struct {
		claims string
		want   []string
	}{
		"ordinals": {head + "包括第一电极和第二电极，所述第一电极与所述第二电极相对，所述第三电极接地。",
			[]string{"所述第三电极 | 本项前文没有“第三电极”"}},
		"ordinals share a noun": {head + "包括第一、第二和第三电极，所述第二电极与所述第三电极相对，所述第一和第四电极接地。",
			[]string{"所述第一和第四电极 | 本项前文没有“第四电极”"}},
		"ordinals in a range":          {head + "包括第一至第四连杆，所述第四连杆铰接，所述第五连杆固定。", []string{"所述第五连杆 | 本项前文没有“第五连杆”"}},
		"an ordinal that counts times": {head + "对物料施压两次，所述第二次施压的压力为2MPa。", nil},
		"several":                      {head + "包括多个滑块，所述多个滑块间隔布置，所述多个导轨平行。", []string{"所述多个导轨 | 本项前文没有“导轨”"}},
		"every":                        {head + "包括多个滑块，各所述滑块间隔布置，所述各滑块相同，所述各导轨平行。", []string{"所述各导轨 | 本项前文没有“导轨”"}},
		"this":                         {head + "包括滑块，该滑块呈方形，该导轨平行。", []string{"该导轨 | 本项前文没有“导轨”"}},
		"its":                          {head + "包括底座，其上设有滑槽，其侧壁开有通孔，所述滑槽与所述通孔连通，其长度为20mm。", nil},
		"a name inside a name":         {head + "包括与所述底座相连的立杆和底座，所述立杆穿过所述底座。", []string{"所述底座 | 本项前文没有“底座”"}},
		"a list behind 包括":             {head + "包括底座、立杆、连接件以及弹簧，所述弹簧套设于所述立杆，所述连接件固定于所述底座。", nil},
		"a list behind 设有":             {head + "底座上设有滑槽、卡扣，所述滑槽与所述卡扣配合，所述插销穿过所述滑槽。", []string{"所述插销 | 本项前文没有“插销”"}},
		"a list behind 具有":             {head + "具有外壳、内胆，所述内胆位于所述外壳内。", nil},
		"what something is":            {head + "连接件为铰链，所述铰链由钢制成，所述铆钉由铜制成。", []string{"所述铆钉 | 本项前文没有“铆钉”"}},
		"steps": {"1. 一种数据处理方法，其特征在于，包括：\nS1，采集图像，得到第一图像；\nS2，对所述第一图像滤波，得到特征图；\nS3，将所述特征图与所述模板图匹配。",
			[]string{"所述模板图 | 本项前文没有“模板图”"}},
		"an abbreviation":             {head + "包括支撑框架和终端设备，所述框架连接所述终端。", nil},
		"another thing":               {head + "包括弹簧座和螺栓孔，所述弹簧压紧，所述弹簧座固定。", []string{"所述弹簧 | 本项前文没有“弹簧”"}},
		"a quality":                   {head + "包括锚梁和气缸，所述锚梁承载力大于10kN，所述气缸行程为20mm。", nil},
		"an act":                      {head + "对铜器进行喷洒，所述喷洒过程在密闭容器内进行，所述喷洒条件为常温。", nil},
		"what happens to a thing":     {head + "包括上盖锁和桶体，控制所述上盖锁解锁，向所述桶体注水，使所述桶体震动。", nil},
		"a part of a thing":           {head + "包括焙烧器和气体分布板，所述焙烧器气体分布板开孔。", nil},
		"的 left out":                  {head + "包括消息的集合，该消息集合按时间排列。", nil},
		"what stands for all":         {head + "包括铝、铜和镍，所述各组分混合，重复上述操作，上述方案可靠。", nil},
		"left and right":              {head + "包括左、右侧板，所述左侧板固定，所述上侧板转动。", []string{"所述上侧板 | 本项前文没有“上侧板”"}},
		"words left out":              {head + "包括广告投放页面和存储物料的容器，所述广告页面与所述存储容器相连，所述广告窗口关闭。", []string{"所述广告窗口 | 本项前文没有“广告窗口”"}},
		"a shared beginning":          {head + "包括网络构成单元和装置，所述网络构成装置运行，所述网络支撑装置运行。", []string{"所述网络支撑装置 | 本项前文没有“网络支撑装置”"}},
		"an ordinal of a longer name": {head + "包括第一数据节点，所述第一节点接地。", []string{"所述第一节点 | 本项前文没有“第一节点”"}},
		"letters tell things apart":   {head + "包括导管A，所述导管B弯曲。", []string{"所述导管B | 本项前文没有“导管B”"}},
		"the outside of a thing":      {head + "包括缆芯，绕包于所述缆芯外表面，纵包于所述内衬层外表面。", []string{"所述内衬层 | 本项前文没有“内衬层”"}},
		"the wall of a thing":         {head + "开设有让位槽，所述让位槽槽壁上设有扭簧，所述滑移槽槽壁上开孔。", []string{"所述滑移槽槽壁 | 本项前文没有“滑移槽槽壁”"}},
		"what a thing makes":          {head + "包括外壁，所述外壁形成腔室，并用所述外壁反射光。", nil},
		"the whole":                   {head + "包括底座，防止该装置手滑，该专利操作简单，该系统控制器断电。", []string{"该系统控制器 | 本项前文没有“系统控制器”"}},
		"what it did":                 {head + "判断噪声，在该造成过大时关窗，对上述获得的样品检测，上述煅烧后冷却。", []string{"上述煅烧 | 本项前文没有“煅烧”"}},
		"said by the invention":       {head + "如本发明所述的支撑件，以及实施例所述的垫片。", nil},
		"a sign in letters":           {head + "包括标定范围，所述标定范围m的修正因子为1。", nil},
		"all parents lack it": {head + "包括底座。\n2. 根据权利要求1所述的折叠支架，其特征在于，还包括立杆。\n3. 根据权利要求1或2所述的折叠支架，其特征在于，所述弹簧为钢。",
			[]string{"所述弹簧 | 权利要求3→1、权利要求3→2→1上没有“弹簧”"}},
		"one parent lacks it": {head + "包括底座。\n2. 根据权利要求1所述的折叠支架，其特征在于，还包括立杆。\n3. 根据权利要求1或2所述的折叠支架，其特征在于，所述立杆为钢。",
			[]string{"所述立杆 | 权利要求3→1上没有“立杆”"}},
		"a grandparent lacks it": {head + "包括底座。\n2. 根据权利要求1所述的折叠支架，其特征在于，还包括立杆。\n3. 根据权利要求1或2所述的折叠支架，其特征在于，还包括弹簧。\n" +
			"4. 根据权利要求2所述的折叠支架，其特征在于，还包括套筒。\n5. 根据权利要求3或4所述的折叠支架，其特征在于，所述弹簧套设于所述立杆。",
			[]string{"所述弹簧 | 权利要求5→4→2→1上没有“弹簧”", "所述立杆 | 权利要求5→3→1上没有“立杆”"}},
		"claims that stand together": {head + "包括底座。\n2. 一种滑轨，其特征在于，包括滑块。\n3. 一种家具，其特征在于，包括权利要求1所述的折叠支架和权利要求2所述的滑轨，所述滑块连接所述底座，所述门板转动。",
			[]string{"所述门板 | 权利要求3→1→2上没有“门板”"}},
		"a reference that cannot be read": {head + "包括底座。\n2. 根据权利要82所述的折叠支架，其特征在于，所述立杆为钢。", nil},
	} {
		if got := unbased(c.claims); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestLongWay keeps a long path readable.
func TestLongWay(t *testing.T) {
	var b strings.Builder
	b.WriteString("1. 一种支架，其特征在于，包括底座。")
	for i := 2; i <= 14; i++ {
		fmt.Fprintf(&b, "\n%d. 根据权利要求%d所述的支架，其特征在于，还包括部件%c。", i, i-1, 'A'+i)
	}
	b.WriteString("\n15. 根据权利要求14所述的支架，其特征在于，所述弹簧为钢。")
	if got, want := unbased(b.String()), []string{"所述弹簧 | 权利要求15→14→13→12→11→10→9→8→7→…→1上没有“弹簧”"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestJudgedBasis compares the findings over published claims with what people judged: of those that are
// right not one in ten may be lost, and what was judged wrong or never seen must stay below one in ten.
func TestJudgedBasis(t *testing.T) {
	apps := published(t)
	b, err := os.ReadFile(filepath.Join("testdata", "basis.txt"))
	if err != nil {
		t.Fatal(err)
	}
	said, count := map[string]string{}, map[string]int{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 4 && strings.HasPrefix(f[0], "kp") {
			said[strings.Join(f[:3], " ")] = f[3]
			count[f[3]]++
		}
	}
	found := map[string]int{}
	for _, a := range apps {
		in, claims := check.Input{App: a, On: sample.On()}, claim.Parse(a.Texts[patent.Claims])
		for _, f := range check.Run(in, []check.Rule{clm022()}).Findings {
			body := claims.At(f.Start).Body
			key := fmt.Sprintf("%s %d %d", a.Reader, f.Claim, utf8.RuneCountInString(claims.Source[body.Start:f.Start]))
			if found[said[key]]++; said[key] == "" {
				t.Logf("nobody judged %s: %s", key, f.Message)
			}
		}
	}
	t.Logf("judged %v, found %v", count, found)
	if found["right"]*10 < count["right"]*9 {
		t.Errorf("%d of %d right findings are made", found["right"], count["right"])
	}
	if bad := found["wrong"] + found[""]; bad*10 > bad+found["right"] {
		t.Errorf("%d of %d findings are wrong or new", bad, bad+found["right"])
	}
}
