package searching

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhibao/internal/search"
	"zhibao/internal/search/opensearch"
)

// An engine that can be built and asked.
type engine interface {
	search.Engine
	Merge(ctx context.Context) error
}

// A server is OpenSearch over HTTP, through the same adapter as the program's.
type server struct {
	index  *opensearch.Index
	build  cost
	disk   int64
	times  map[string][]time.Duration
	totals map[string]int
}

// startServer puts the same documents on the server, if one was named.
func (m *measurement) startServer(ctx context.Context) (err error) {
	if m.address == "" {
		return nil
	}
	x, err := opensearch.Open(ctx, m.address, fmt.Sprintf("zhibao-bench-%d", m.on.UnixNano()), schema())
	if err != nil {
		return err
	}
	m.server = &server{index: x, times: map[string][]time.Duration{}, totals: map[string]int{}}
	text := m.text
	if m.server.build, err = m.fill(ctx, x); err != nil {
		return err
	}
	m.text = text // they are the same documents
	m.server.disk, err = x.Size(ctx)
	return err
}

// drop deletes what was put on the server.
func (s *server) drop(ctx context.Context) {
	if s != nil {
		_ = s.index.Drop(context.WithoutCancel(ctx)) // a measurement has a server of its own
	}
}

// ask asks every query of a kind.
func (s *server) ask(ctx context.Context, k kind, asked [][]string, count bool) error {
	for _, words := range asked {
		at := time.Now()
		r, err := s.index.Find(ctx, k.request(words))
		if err != nil {
			return err
		}
		if count {
			s.totals[k.name] += r.Total
		} else {
			s.times[k.name] = append(s.times[k.name], time.Since(at))
		}
	}
	return nil
}

// serverRows are the lines of the table of the server.
func (m *measurement) serverRows() [][]string {
	rows := [][]string{{"检索", "p50 毫秒", "p95", "p99", "平均命中", "知保 p50", "p95"}}
	for _, k := range kinds() {
		own, other := m.times[k.name], m.server.times[k.name]
		rows = append(rows, []string{k.title, millis(at(other, 0.5)), millis(at(other, 0.95)), millis(at(other, 0.99)), fmt.Sprint(m.server.totals[k.name] / m.queries),
			millis(at(own, 0.5)), millis(at(own, 0.95))})
	}
	return rows
}

// serverNotes say how the server was built.
func (m *measurement) serverNotes() string {
	return fmt.Sprintf("OpenSearch 由 scripts/opensearch 启动，单机单节点、小堆内存，经程序的适配器以 HTTP 提问，时间包括往返与解释命中；建立 %.0f 件/秒（含合并），磁盘 %s MB。\n",
		rate(m.docs, m.server.build.wall), mega(m.server.disk))
}

// serverPage is the part of the page about the server: how to choose it and, where one was asked, how fast
// it was.
func (m *measurement) serverPage() string {
	var b strings.Builder
	b.WriteString(serverHeading + "\n" + choosing)
	if m.server == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "\n测于 %s：`zhibao bench search --docs %d --queries %d --rounds %d --opensearch URL`，两者回答同样的检索式，轮流提问。\n\n", m.on.Format(time.DateOnly), m.docs, m.queries, m.rounds)
	markdown(&b, m.serverRows())
	b.WriteString("\n" + m.serverNotes())
	return b.String()
}

// choosing says how to have the documents on a server.
const choosing = `默认用内置索引，不需要别的服务。文献多到一台机器放不下、或者需要副本时，用 ` + "`zhibao serve --search https://用户:密码@主机:9200`" + ` 改用 OpenSearch（在 2.19.6 上测试；只有本机可用 http）。
首次启动后，后台从数据库把已公开的文献编入；换回内置索引只须去掉 --search。每个数据目录使用自己名下的索引（名称存于数据目录的 index 文件夹），几个中心可以共用一台服务器。索引不是原件：删除后自动重建；从快照恢复服务器之后请删除该索引。
只有已公开的文献进入服务器；检索词也发往服务器，“以文找文”发送的是按字母排列的词和两字组，不是原文。检索词可能涉及未公开的申请，所以服务器应由中心自己管理，不开慢查询日志。
`
