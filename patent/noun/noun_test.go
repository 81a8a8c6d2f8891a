package noun

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMentions says what words behind 所述 and its like name.
func TestMentions(t *testing.T) {
	for text, want := range map[string]string{
		"所述底座上设有滑槽":               "底座",
		"所述的第一连接杆与第二连接杆铰接":        "第一连接杆",
		"所述第一和第二电极":               "第二电极",
		"所述多个滑块间隔布置":              "滑块",
		"各所述滑块":                   "滑块",
		"所述各导轨":                   "导轨",
		"该驱动电机的输出轴":               "驱动电机",
		"前述终端设备发送的请求":             "终端设备",
		"所述获取模块用于获取图像":            "获取模块",
		"将所述终端发送光信号":              "终端",
		"所述检测数据":                  "检测数据",
		"所述触控位置检测电极":              "触控位置检测电极",
		"所述初始位置":                  "初始位置",
		"所述客户端接收消息":               "客户端",
		"所述轴连通":                   "轴",
		"在所述桶中注水":                 "桶",
		"所述压力传感器设于所述管道内":          "压力传感器 管道",
		"所述第二次施压的压力":              "",
		"如上所述，应该，权利要求1至3任一项所述的支架": "",
		"重复上述操作，所述各组分，所述两者，通过该种方式": "",
		"所述装置，所述方法包括，上述方案，该结构简单":   "",
		"所述所接收的数据，所述获得的粉末":         "",
		"表1所述的参数，式(1)中所述的系数":       "",
		"该端，该侧":  "",
		"所述1号电机": "",
	} {
		var got []string
		for _, m := range Mentions(text) {
			got = append(got, m.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestNames says whether a text names a thing.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		text, name string
		want       bool
	}{
		{"包括第一电极和第二电极", "第二电极", true},
		{"包括第一、第二和第三电极", "第二电极", true},
		{"包括第一至第四连杆", "第四连杆", true},
		{"包括第一至第四连杆", "第五连杆", false},
		{"左、右侧板", "右侧板", true},
		{"左、右侧板", "上侧板", false},
		{"对应的消息的集合", "消息集合", true},
		{"弹簧座", "弹簧", false},
		{"弹簧座和弹簧", "弹簧", true},
		{"弹簧设于弹簧座", "弹簧", true},
		{"终端设备", "终端", true},
		{"支撑框架", "框架", true},
	} {
		if got := TextOf(c.text).Names(c.name); got != c.want {
			t.Errorf("%s names %s: %v", c.text, c.name, got)
		}
	}
}

// TestSame says which two names are one.
func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"支撑板", "支撑板", true}, {"支撑板", "下支撑板", true}, {"终端设备", "终端", true},
		{"弹簧", "弹簧座", false}, {"板", "支撑板", false}, {"立杆", "横杆", false},
	} {
		if Same(c.a, c.b) != c.want || Same(c.b, c.a) != c.want {
			t.Errorf("%s and %s", c.a, c.b)
		}
	}
}

// TestBefore says where the name in front of a sign begins.
func TestBefore(t *testing.T) {
	for text, want := range map[string]string{"并且通过所述连接件": "连接件", "设有把手": "把手", "底座": "底座", "沿着导轨": "导轨", "的": "的", "": ""} {
		if got := text[Before(text):]; got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestShorter says which shorter thing can be meant, and which not.
func TestShorter(t *testing.T) {
	for _, c := range []struct {
		name, shorter string
		want          bool
	}{
		{"锚梁承载力", "锚梁", true}, {"脱水桶注水", "脱水桶", true}, {"标定范围m", "标定范围", true}, {"喷洒过程", "喷洒", true}, {"炉子", "炉", true},
		{"连接件座", "连接件", false}, {"升降台驱动电机", "升降台", false}, {"目标位置", "目标", false},
	} {
		m := Mention{Name: c.name}
		if got := slices.ContainsFunc(m.Shorter(), func(r Reading) bool { return r.Name == c.shorter }); got != c.want {
			t.Errorf("%s of %s: %v", c.shorter, c.name, got)
		}
	}
}

// FuzzMentions looks for places that are no part of the text.
func FuzzMentions(f *testing.F) {
	f.Add("所述第一和第二电极")
	f.Add("该所述各的第\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<12 {
			return
		}
		for _, m := range Mentions(s) {
			if m.Start < 0 || m.End > len(s) || m.Name == "" || !strings.HasSuffix(s[m.Start:m.End], m.Name) {
				t.Fatalf("%q: %+v", s, m)
			}
			text := TextOf(s)
			if !text.Names(m.Name) && !strings.Contains(s, m.Name) {
				t.Fatalf("%q does not name %q", s, m.Name)
			}
			m.Shorter()
			m.Halves()
		}
		Before(s)
	})
}

// TestMentionsLinear reads a large text of nothing but what could lead astray.
func TestMentionsLinear(t *testing.T) {
	for _, unit := range []string{"所述", "所述第", "该", "所述第一和", "所述底座", "上述的"} {
		begin := time.Now()
		Mentions(strings.Repeat(unit, 1<<19/len(unit)))
		if d := time.Since(begin); d > 5*time.Second {
			t.Errorf("%s took %v", unit, d)
		}
	}
}
