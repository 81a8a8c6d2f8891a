package searching

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	_ "embed"
)

//go:embed testdata/Peer.java
var peerSource []byte

// A peer is Lucene in a process of its own. It reads the same texts, cuts them in the same way and
// answers the same queries; its times are taken inside of it.
type peer struct {
	cmd *exec.Cmd
	in  io.WriteCloser // a query a line: its kind, its words
	out *bufio.Scanner // an answer a line: nanoseconds, documents
}

// startPeer builds the index of Lucene, or says why it cannot.
func (m *measurement) startPeer(ctx context.Context) (*peer, error) {
	var jars []string
	for _, name := range []string{"core", "facet"} {
		found, _ := filepath.Glob("/usr/share/java/lucene-" + name + "-8*.jar")
		jars = append(jars, found...)
	}
	java, err := exec.LookPath("java")
	if err != nil || len(jars) < 2 {
		m.peerSays = "没有 JDK 或者没有 Lucene（apt-get install default-jdk-headless liblucene8-java）"
		return nil, nil
	}
	file, source := filepath.Join(m.dir, "docs.tsv"), filepath.Join(m.dir, "Peer.java")
	if err := os.WriteFile(source, peerSource, 0o600); err != nil {
		return nil, err
	}
	if err := m.export(file); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, java, "-Xmx4g", "-cp", strings.Join(jars, ":"), source, file, filepath.Join(m.dir, "lucene"))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &peer{cmd, in, bufio.NewScanner(out)}
	p.out.Buffer(nil, 1<<20)
	var wall, cpu int64 // nanoseconds
	line, err := p.line()
	if err == nil {
		_, err = fmt.Sscan(line, &wall, &cpu, &m.peerDisk)
	}
	if err != nil {
		// A JDK without a compiler, or other jars, are no failure of the measurement.
		p.stop()
		m.peerSays = "Lucene 不能运行：" + err.Error()
		return nil, nil
	}
	m.peerBuild = cost{time.Duration(wall), time.Duration(cpu)}
	return p, os.Remove(file)
}

// export writes the documents, a line each.
func (m *measurement) export(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for n := range m.docs {
		d := m.corpus.document(n)
		nodes := map[string]bool{} // a class that two codes share is entered once, as in ours
		for _, c := range d.Keys["ipc"] {
			for _, node := range ipcPath(c) {
				nodes[node] = true
			}
		}
		var list []string
		for node := range nodes {
			list = append(list, node)
		}
		text := strings.Join([]string{d.Texts["title"][0], d.Texts["abstract"][0], d.Texts["claims"][0], d.Texts["claims"][1]}, "\v")
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", d.ID, d.Keys["applicant"][0], strings.Join(list, " "), d.Values["published"], text)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// line reads one answer.
func (p *peer) line() (string, error) {
	if !p.out.Scan() {
		if err := p.out.Err(); err != nil {
			return "", err
		}
		return "", io.ErrUnexpectedEOF
	}
	return p.out.Text(), nil
}

// ask returns the time of each query and how many documents were counted.
func (p *peer) ask(kind string, asked [][]string) (times []time.Duration, total int, err error) {
	for _, words := range asked {
		if _, err := fmt.Fprintf(p.in, "%s\t%s\n", kind, strings.Join(words, "\t")); err != nil {
			return nil, 0, err
		}
		line, err := p.line()
		if err != nil {
			return nil, 0, err
		}
		var took int64
		var n int
		if _, err := fmt.Sscan(line, &took, &n); err != nil {
			return nil, 0, fmt.Errorf("%q: %w", line, err)
		}
		times = append(times, time.Duration(took))
		total += n
	}
	return times, total, nil
}

// stop ends the process; it ends by itself when nothing more is asked.
func (p *peer) stop() {
	_ = p.in.Close()
	_ = p.cmd.Wait()
}
