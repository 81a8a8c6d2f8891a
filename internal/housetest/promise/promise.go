// Package promise (承诺与证明) holds what the documents promise about security against the repository.
// A promise is a row of a table in docs/security: a requirement of OWASP ASVS 5.0.0, a threat, or a
// row of the protection levels that centers are measured by. Its proof is a test, by file and name,
// or a file; a proof that is not there is a flaw. The pages are written from the tables.
package promise

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"go/ast"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"zhibao/internal/housetest"
)

// Decisions on a requirement.
const (
	Met      = "符合"
	NotMet   = "未满足"
	Partly   = "部分"
	ByOthers = "由部署承担"
	None     = "不适用"
)

// A Table is one file of promises.
type Table struct {
	File    string   // below docs/security, without .csv
	Page    string   // below docs
	Title   string   //
	Intro   string   // paragraphs before the table
	Columns []string // of the file, in order; 编号 is the first, 证明 the last
	Allowed []string // values of the column 决定; nil where there is none
}

// Row is one promise.
type Row []string

// Tables are all of them.
func Tables() []Table {
	return []Table{
		{File: "asvs", Page: "asvs.md", Title: "OWASP ASVS 5.0.0 逐条判定", Columns: []string{"编号", "级别", "要求", "决定", "说明", "证明"},
			Allowed: []string{Met, NotMet, ByOthers, None},
			Intro: "ASVS（OWASP Application Security Verification Standard，CC BY-SA 4.0）第 1、2 级共 253 条，逐条判定。“要求”一栏只是我们的概括，以原文为准；" +
				"“符合”都附测试或文件，由测试核对其存在。**未满足**的各条说明缺什么；“由部署承担”的各条指明文件。这是自评，不是认证。"},
		{File: "threats", Page: "threats.md", Title: "威胁模型", Columns: []string{"编号", "威胁", "保护对象", "途径", "对策", "余下的风险", "证明"},
			Intro: "谁会对保护中心的平台做什么、怎样做、我们怎样应对、还剩下什么。对外连接只有四种：邮件服务器、短信网关、检索服务器、数据库，" +
				"地址都由管理员配置；本机启动的程序只有文字识别与数据库备份两种。名单由测试逐文件核对。"},
		{File: "map", Page: "security-map.md", Title: "安全要求对照", Columns: []string{"编号", "要求", "决定", "说明", "证明"},
			Allowed: []string{Met, Partly, NotMet, ByOthers},
			Intro: "等级保护（GB/T 22239-2019 第三级）、密码应用（GB/T 39786-2021 第三级）与个人信息保护各条的准备情况。这是自查，**不代替测评与认证**：" +
				"测评须由有资质的机构进行，密码产品须有商用密码认证证书。条款按我们的理解概括，以标准原文为准。"},
	}
}

// Read reads the rows of a table and says what is wrong with its form.
func (t Table) Read(root fs.FS) (rows []Row, err error) {
	raw, err := fs.ReadFile(root, path.Join("docs/security", t.File+".csv"))
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.FieldsPerRecord = len(t.Columns)
	all, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.File, err)
	}
	if len(all) == 0 || !slices.Equal(all[0], t.Columns) {
		return nil, fmt.Errorf("%s: the columns are not %v", t.File, t.Columns)
	}
	for _, x := range all[1:] {
		rows = append(rows, x)
	}
	return rows, nil
}

// get returns the value of a column, or nothing where the table has none.
func (t Table) get(r Row, column string) string {
	if i := slices.Index(t.Columns, column); i >= 0 {
		return r[i]
	}
	return ""
}

// A Source knows which files and which tests there are.
type Source struct {
	files map[string]bool
	tests map[string]bool // "file.go#TestName"
}

// Know reads what proofs may name from the tree.
func Know(root fs.FS, h *housetest.House) (*Source, error) {
	s := &Source{map[string]bool{}, map[string]bool{}}
	for _, p := range h.Packages {
		for _, f := range p.Files {
			for _, d := range f.AST.Decls {
				fd, ok := d.(*ast.FuncDecl)
				if ok && fd.Recv == nil && f.Test && (strings.HasPrefix(fd.Name.Name, "Test") || strings.HasPrefix(fd.Name.Name, "Fuzz")) {
					s.tests[f.Path+"#"+fd.Name.Name] = true
				}
			}
		}
	}
	for _, x := range h.Texts {
		s.files[x.Path] = true
	}
	if len(s.tests) == 0 || len(s.files) == 0 {
		return nil, fmt.Errorf("no tests or no files were read")
	}
	return s, nil
}

// Flaws says what is wrong with the rows of a table: an unknown decision, a promise without proof, a
// refusal without reason, a proof that is not there.
func (t Table) Flaws(rows []Row, s *Source) (out []string) {
	seen := map[string]bool{}
	for _, r := range rows {
		id, decision, proofs := r[0], t.get(r, "决定"), strings.Fields(t.get(r, "证明"))
		say := func(format string, args ...any) { out = append(out, t.File+" "+id+": "+fmt.Sprintf(format, args...)) }
		if seen[id] {
			say("it stands twice")
		}
		seen[id] = true
		if t.Allowed != nil && !slices.Contains(t.Allowed, decision) {
			say("%q is no decision", decision)
		}
		// A table without decisions promises each of its rows.
		if (decision == Met || decision == Partly || t.Allowed == nil) && len(proofs) == 0 {
			say("a promise without proof")
		}
		if (decision == NotMet || decision == None || decision == Partly || decision == ByOthers) && t.get(r, "说明") == "" {
			say("%s without a reason", decision)
		}
		if decision == ByOthers && !slices.ContainsFunc(proofs, deployed) {
			say("no file of deploy or docs/runbooks says what to do")
		}
		for _, p := range proofs {
			if !s.files[p] && !s.tests[p] {
				say("%s is not there", p)
			}
		}
	}
	return out
}

// linked are the links of a line, to a test by its name or to a file.
var linked = regexp.MustCompile(`\[([^\]]+)\]\(([^)#:]+)\)`)

// Spoken says what is wrong with the promises of a page that is written by hand: the rows of the table whose last
// column is 证明. Each has a proof there, and every proof is in the tree. It also counts the promises.
func Spoken(page string, s *Source) (promises int, flaws []string) {
	inside := false
	for line := range strings.Lines(page) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		last := strings.TrimSpace(cells[len(cells)-1])
		switch {
		case !strings.HasPrefix(line, "|"):
			inside = false
			continue
		case last == "证明":
			inside = true
			continue
		case !inside || strings.HasPrefix(last, "---"):
			continue
		}
		promises++
		name, proofs := strings.TrimSpace(cells[0]), linked.FindAllStringSubmatch(last, -1)
		if len(proofs) == 0 {
			flaws = append(flaws, name+": a promise without proof")
		}
		for _, p := range proofs {
			test := strings.HasPrefix(p[1], "Test") || strings.HasPrefix(p[1], "Fuzz")
			if test && !s.tests[p[2]+"#"+p[1]] || !test && !s.files[p[2]] {
				flaws = append(flaws, name+": "+p[1]+" is not there")
			}
		}
	}
	return promises, flaws
}

// deployed reports whether a proof is something that an operator reads.
func deployed(proof string) bool {
	return strings.HasPrefix(proof, "deploy/") || strings.HasPrefix(proof, "docs/runbooks/")
}

// Write makes the page of a table.
func (t Table) Write(rows []Row) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n由程序从 [docs/security/%s.csv](security/%s.csv) 生成。%s\n\n", t.Title, t.File, t.File, t.Intro)
	if t.Allowed != nil {
		for i, d := range t.Allowed {
			n := 0
			for _, r := range rows {
				if t.get(r, "决定") == d {
					n++
				}
			}
			fmt.Fprintf(&b, "%s%s %d 条", map[bool]string{true: "；"}[i > 0], d, n)
		}
		b.WriteString("。\n\n")
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(t.Columns, " | "), strings.Repeat("---|", len(t.Columns)))
	for _, r := range rows {
		cells := slices.Clone(r)
		for i, c := range t.Columns {
			if c == "证明" {
				cells[i] = links(r[i])
			}
			if c == "决定" && r[i] == NotMet {
				cells[i] = "**" + r[i] + "**"
			}
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.String()
}

// links writes proofs as links from a page in docs.
func links(proofs string) string {
	var out []string
	for p := range strings.FieldsSeq(proofs) {
		file, name, test := strings.Cut(p, "#")
		if !test {
			name = path.Base(file)
		}
		out = append(out, fmt.Sprintf("[%s](%s)", name, strings.TrimPrefix("../"+file, "../docs/")))
	}
	return strings.Join(out, " ")
}
