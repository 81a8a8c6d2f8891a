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

// serverPage is the part of the page about the server; nothing without one.
func (m *measurement) serverPage() string {
	if m.server == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n## OpenSearch\n\n")
	markdown(&b, m.serverRows())
	b.WriteString("\n" + m.serverNotes())
	return b.String()
}
