package center_test

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/center"
	"zhibao/internal/access"
	"zhibao/internal/store/storetest"
	"zhibao/internal/telemetry"
)

var update = flag.Bool("update", false, "write the generated documents anew")

// open opens a program on an empty database.
func open(t testing.TB) *center.Center {
	t.Helper()
	return openWith(t, nil)
}

func openWith(t testing.TB, r *telemetry.Recorder) *center.Center {
	t.Helper()
	dir := t.TempDir()
	c, err := center.Open(t.Context(), center.Config{Database: storetest.Chosen(t, ""), Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), MakeKey: true, Plain: true, Recorder: r,
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Center: center.Identity("SUZ", "中国（示范）知识产权保护中心", "Demo Center", "32")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// fresh compares a generated document with the one in the repository, or writes it.
func fresh(t *testing.T, path, want string) {
	t.Helper()
	path = filepath.Join("..", path)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(path)
	if err != nil || string(have) != want {
		t.Errorf("%s is stale: run `go test ./center -run Docs -update` (%v)", path, err)
	}
}

func TestDocsCharts(t *testing.T) {
	c := open(t)
	var b strings.Builder
	b.WriteString("# 流程图 Charts\n\n由程序生成：每个流程的状态、步骤、办理人、依据与期限。\n")
	for _, ch := range c.Office.Charts() {
		fmt.Fprintf(&b, "\n## %s（%s，%s，通知 %s）\n\n```mermaid\n%s```\n\n| 步骤 | 办理人 | 依据 |\n|---|---|---|\n", ch.Title, ch.English, ch.Prefix, ch.Clause, mermaid(ch))
		for i := range ch.Moves {
			m := &ch.Moves[i]
			var who []string
			for _, r := range m.By {
				who = append(who, r.Info().Title)
			}
			for _, r := range m.Counter {
				who = append(who, r.Info().Title+"（代为办理）")
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", m.Title, strings.Join(who, "、"), m.Cites())
		}
		b.WriteString("\n| 期限 | 起算 | 满足 | 停止计算 | 配置项 |\n|---|---|---|---|---|\n")
		for _, r := range ch.Clocks {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | `%s` |\n", r.Title, strings.Join(r.Start, "、"), strings.Join(r.Stop, "、"), strings.Join(r.Pause, "、"), r.Setting)
		}
	}
	fresh(t, "docs/charts.md", b.String())
}

// TestDocsPermissions writes the only permission matrix, from the one policy.
func TestDocsPermissions(t *testing.T) {
	c := open(t)
	var b strings.Builder
	b.WriteString("# 权限矩阵 Permissions\n\n由唯一的访问策略生成。格内是角色与对象须有的关系；空格表示不允许，不可见的对象等同于不存在。\n\n| 事项 |")
	roles := casework.Roles()
	for _, r := range roles {
		b.WriteString(" " + r.Title + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(roles)) + "\n")
	for _, act := range c.Office.Policy.Acts() {
		b.WriteString("| `" + act + "` |")
		for _, r := range roles {
			b.WriteString(" " + cell(c.Office.Policy.Grants(act), string(r.Role)) + " |")
		}
		b.WriteString("\n")
	}
	fresh(t, "docs/permissions.md", b.String())
}

func cell(gs []access.Grant, role string) string {
	var out []string
	for _, g := range gs {
		if g.Role != role {
			continue
		}
		word := g.Rel.Title()
		if len(g.States) > 0 {
			word += "*"
		}
		if len(g.Charts) > 0 {
			word += "（限 " + strings.Join(g.Charts, "、") + "）"
		}
		out = append(out, word)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "、")
}

// TestDocsMap writes the map of the README: clause, folder, addresses.
func TestDocsMap(t *testing.T) {
	c := open(t)
	folders := map[string]string{"registration": "examination/registration", "preexam": "examination/preexam", "quality": "examination/quality", "inspection": "examination/quality/inspection", "counterfeit": "protection/counterfeit", "delegation": "protection/delegation", "infringement": "protection/infringement", "outage": "governance/outage", "privacy": "governance/privacy", "incident": "governance/privacy"}
	var b strings.Builder
	b.WriteString("<!-- map begin -->\n| 条款 | 内容 | 目录 | 页面 |\n|---|---|---|---|\n")
	for _, ch := range c.Office.Charts() {
		fmt.Fprintf(&b, "| %s | %s %s | `%s` | %s |\n", ch.Clause, ch.Title, ch.English, folders[ch.Code], strings.Join(addresses(c, "/"+ch.Code, "/open/"+ch.Code), " "))
	}
	for _, m := range []struct{ clause, what, folder, prefix string }{{"1.2.2", "技术领域 Fields", "examination/field", "/fields"}, {"1.4.1", "专利台账 Ledger of patents", "industry/database", "/patents"}, {"1.4.1", "文献导入 Import of documents", "industry/database/intake", "/intake"}, {"1.4.1", "专利导航 Navigation projects", "industry/database/navigation", "/navigation"}, {"1.4.1", "高价值发明专利 Patents of high value", "industry/database/value", "/value"}, {"1.4.1", "产业技术树 Tree of the industry", "industry/database/navigation", "/branches"},
		{"3.3", "共用的案件、文书、查询页面 Shared pages", "casework/worklist、casework/status", "/case"}, {"3.1", "账号、权限、配置、审计 Administration", "governance/administration", "/admin"}} {
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", m.clause, m.what, m.folder, strings.Join(addresses(c, m.prefix), " "))
	}
	b.WriteString("<!-- map end -->")
	have, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(have), "<!-- map begin -->")
	_, after, ok2 := strings.Cut(rest, "<!-- map end -->")
	if !ok1 || !ok2 {
		t.Fatal("README.md has no map")
	}
	fresh(t, "README.md", before+b.String()+after)
}

// addresses lists the pages under some prefixes.
func addresses(c *center.Center, prefixes ...string) []string {
	var out []string
	for _, r := range c.Mux.Routes() {
		for _, p := range prefixes {
			if r.Method == "GET" && strings.HasPrefix(r.Pattern, p) && !strings.HasPrefix(r.Pattern, "/api") {
				out = append(out, "`"+r.Pattern+"`")
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestDocsOpenAPI writes the description of the interface.
func TestDocsOpenAPI(t *testing.T) {
	fresh(t, "docs/openapi.json", string(open(t).API.OpenAPI()))
}

// TestDocsGlossary writes the words of the field with the identifiers that the program uses for
// them, and where each word comes from.
func TestDocsGlossary(t *testing.T) {
	c := open(t)
	var b strings.Builder
	b.WriteString("# 术语表 Glossary\n\n由程序生成：界面上的词、程序中的标识、英文与来源。\n\n| 术语 | 标识 | English | 来源 |\n|---|---|---|---|\n")
	for _, r := range casework.Roles() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | 角色 |\n", r.Title, r.Role, r.English)
	}
	for _, ch := range c.Office.Charts() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | 通知 %s |\n", ch.Title, ch.Code, ch.English, ch.Clause)
		for _, s := range ch.States {
			fmt.Fprintf(&b, "| %s | `%s.%s` | %s | %s的状态 |\n", s.Title, ch.Code, s.Code, s.English, ch.Title)
		}
		for i := range ch.Moves {
			m := &ch.Moves[i]
			fmt.Fprintf(&b, "| %s | `%s.%s` | %s | %s |\n", m.Title, ch.Code, m.Code, m.English, m.Cites())
		}
		for _, r := range ch.Clocks {
			fmt.Fprintf(&b, "| %s | `%s.%s` | %s | `%s` |\n", r.Title, ch.Code, r.Code, r.English, r.Setting)
		}
	}
	fresh(t, "docs/glossary.md", b.String())
}

// mermaid draws a chart for the documentation: states, moves, who makes them.
func mermaid(c *casework.Chart) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range c.States {
		fmt.Fprintf(&b, "    state %q as %s\n", s.Title, s.Code)
	}
	for i := range c.Moves {
		m := &c.Moves[i]
		var who []string
		for _, r := range m.By {
			who = append(who, r.Info().Title)
		}
		label := m.Title + "（" + strings.Join(who, "、") + "）"
		from := m.From
		if m.Opens() {
			from = []string{"[*]"}
		}
		for _, f := range from {
			for _, t := range m.To {
				if t != casework.Stay {
					fmt.Fprintf(&b, "    %s --> %s : %s\n", f, t, label)
				}
			}
		}
	}
	for _, s := range c.States {
		if s.Final {
			fmt.Fprintf(&b, "    %s --> [*]\n", s.Code)
		}
	}
	return b.String()
}
