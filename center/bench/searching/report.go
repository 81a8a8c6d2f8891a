package searching

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// rate is how many documents went through in a second.
func rate(docs int, d time.Duration) float64 { return float64(docs) / max(d.Seconds(), 1e-9) }

// millis writes as many digits as were measured.
func millis(d time.Duration) string { return fmt.Sprintf("%.3g", float64(d)/float64(time.Millisecond)) }

// mega writes bytes.
func mega(n int64) string { return fmt.Sprintf("%.0f", float64(n)/(1<<20)) }

// rows are the lines of the two tables, the same on the screen and on the page.
func (m *measurement) rows() (build, ask [][]string) {
	whole := m.build
	build = [][]string{{"", "件/秒", "件/处理器秒", "磁盘 MB", "文本 MB"},
		{"知保", fmt.Sprintf("%.0f", rate(m.docs, whole.wall)), fmt.Sprintf("%.0f", rate(m.docs, whole.cpu)), mega(m.disk), mega(m.text)}}
	if m.peerSays == "" {
		build = append(build, []string{"Lucene 8.7", fmt.Sprintf("%.0f", rate(m.docs, m.peerBuild.wall)), fmt.Sprintf("%.0f", rate(m.docs, m.peerBuild.cpu)), mega(m.peerDisk), mega(m.text)})
	}
	// The total stops at 10,000 on both sides, so a difference would mean different answers.
	ask = [][]string{{"检索", "p50 毫秒", "p95", "p99", "平均命中", "Lucene p50", "p95", "p99", "平均命中", "p50 之比"}}
	for _, k := range kinds() {
		own, other := m.times[k.name], m.peers[k.name]
		row := []string{k.title, millis(at(own, 0.5)), millis(at(own, 0.95)), millis(at(own, 0.99)), fmt.Sprint(m.totals[k.name] / m.queries), "", "", "", "", ""}
		if len(other) > 0 {
			row = append(row[:5], millis(at(other, 0.5)), millis(at(other, 0.95)), millis(at(other, 0.99)), fmt.Sprint(m.peerTotals[k.name]/m.queries),
				fmt.Sprintf("%.1f", float64(at(other, 0.5))/float64(at(own, 0.5))))
		}
		ask = append(ask, row)
	}
	return build, ask
}

// print writes the tables for the screen.
func (m *measurement) print(w io.Writer) error {
	build, ask := m.rows()
	tables := [][][]string{build, ask}
	if m.server != nil {
		tables = append(tables, m.serverRows())
	}
	for _, table := range tables {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, row := range table {
			fmt.Fprintln(t, strings.Join(row, "\t"))
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	notes := m.notes()
	if m.server != nil {
		notes += m.serverNotes()
	}
	_, err := fmt.Fprint(w, notes)
	return err
}

// notes are the figures beside the tables.
func (m *measurement) notes() string {
	var b strings.Builder
	if m.peerSays != "" && m.peer {
		fmt.Fprintf(&b, "没有与 Lucene 对照：%s。\n", m.peerSays)
	}
	fmt.Fprintf(&b, "检索之后进程占用内存 %s MB（含映射的索引文件），其中程序自己的 %s MB。\n", mega(m.resident), mega(m.heap))
	if a := m.alarm; a.docs > 0 {
		fmt.Fprintf(&b, "订阅：%d 条保存的检索式（建立用 %.1f 处理器秒），每处理器秒比对 %.0f 件新文献，每件平均命中 %.1f 条。\n",
			a.queries, a.make.Seconds(), rate(a.docs, a.match), float64(a.matches)/float64(a.docs))
	}
	return b.String()
}

// The headings that begin the second and the third part of the page.
const (
	aloneHeading  = "\n## 不与 Lucene 对照的测量\n"
	serverHeading = "\n## OpenSearch\n"
)

// write writes the page for people. It has three parts, each measured by a run of its own: beside
// Lucene, alone with more documents, and beside a server; what this run did not measure stays.
func (m *measurement) write(path string) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	first, rest, _ := strings.Cut(string(old), serverHeading)
	first, second, _ := strings.Cut(first, aloneHeading)
	switch {
	case m.server != nil || first == "":
		rest = m.serverPage()
	case rest != "":
		rest = serverHeading + rest
	}
	if second != "" {
		second = aloneHeading + second
	}
	if m.server == nil && !m.peer && first != "" {
		second = m.alonePage()
	}
	if m.peer || first == "" {
		first = m.firstPage()
	}
	return os.WriteFile(path, []byte(first+second+rest), 0o644)
}

// made says what the documents are.
func (m *measurement) made() string {
	if m.data == "" {
		return "文献全部由程序按固定的种子生成"
	}
	return fmt.Sprintf("文献由程序按固定的种子从 %d 句真实专利文本组合而成，另加生成的词", len(m.corpus.sentences))
}

// measured says by what, when and where.
func (m *measurement) measured(more string) string {
	return fmt.Sprintf("`zhibao bench search --docs %d --queries %d --rounds %d%s` 测量并写入，测于 %s，%s %s/%s，%d 个处理器",
		m.docs, m.queries, m.rounds, more, m.on.Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// firstPage is the part measured beside Lucene.
func (m *measurement) firstPage() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# 检索的速度

本节由 %s。

%d 件文献，%s；每件有名称、摘要、权利要求、两个分类号、申请人与公布日。
每类检索 %d 条，取自文献本身，各问 %d 遍（另先问一遍，不计），每次取前 10 件并计数至 10,000 件。
Lucene 在同一次运行中建立同样的文献、同样的切分（汉字两字一组，其他按词，位置齐全），合并为一段，与本程序轮流回答同样的检索式；
各自的时间在各自的进程中测得。建立的时间包括落盘与合并为一段。

## 建立

`, m.measured(""), m.docs, m.made(), m.queries, m.rounds)
	build, ask := m.rows()
	markdown(&b, build)
	b.WriteString("\n## 检索\n\n")
	markdown(&b, ask)
	b.WriteString("\n" + m.notes())
	return b.String()
}

// alonePage is the part measured alone, which can have ten times the documents.
func (m *measurement) alonePage() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n本节由 %s。%d 件文献，组成同上。\n\n", aloneHeading, m.measured(" --peer=false"), m.docs)
	build, ask := m.rows()
	markdown(&b, build)
	b.WriteString("\n")
	for i := range ask {
		ask[i] = ask[i][:5] // the columns of the peer
	}
	markdown(&b, ask)
	b.WriteString("\n" + m.notes())
	return b.String()
}

// markdown writes a table.
func markdown(b io.Writer, rows [][]string) {
	for i, row := range rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(b, "|%s\n", strings.Repeat("---|", len(row)))
		}
	}
}
