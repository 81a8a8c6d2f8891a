// Package scan has what is uploaded looked through by a virus scanner (病毒扫描) on this machine, in the
// protocol of clamd, while it is stored. The product brings no scanner: without one, files are judged by
// their kind and structure alone, and with one, nothing is stored that it did not pass.
package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"

	"zhibao/internal/fault"
)

// A Scanner is where clamd listens.
type Scanner struct{ network, address string }

// patience is how long clamd may take for one answer; a file of some hundred megabytes takes it seconds.
const patience = 2 * time.Minute

// Parse reads what an operator wrote: unix:PATH, or tcp:HOST:PORT on this machine, because unpublished text goes
// there in the clear.
func Parse(s string) (*Scanner, error) {
	network, address, _ := strings.Cut(s, ":")
	switch network {
	case "unix":
		if strings.HasPrefix(address, "/") {
			return &Scanner{network, address}, nil
		}
	case "tcp":
		if a, err := netip.ParseAddrPort(address); err == nil && a.Addr().IsLoopback() {
			return &Scanner{network, address}, nil
		}
	}
	return nil, fault.New(fault.Invalid, "scan.address", "病毒扫描应为 unix:/套接字路径，或本机的 tcp:127.0.0.1:端口，而不是 %s：未公开文本不得送往其他机器", s)
}

// away says that nothing can be stored for now. What nobody looked through is not taken.
func away(why error) error {
	return fault.New(fault.Unavailable, "scan.away", "病毒扫描暂时不可用，文件未保存；请稍后再试，仍不成功请联系中心").Because(why)
}

// A call is a connection that is closed when nothing moves on it for long.
type call struct {
	net.Conn
	idle *time.Timer
}

// Close ends the call.
func (c *call) Close() error {
	c.idle.Stop()
	return c.Conn.Close()
}

// dial calls clamd. The connection ends with the context.
func (s *Scanner) dial(ctx context.Context) (*call, error) {
	d := net.Dialer{Timeout: 5 * time.Second}
	c, err := d.DialContext(ctx, s.network, s.address)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { c.Close() })
	return &call{c, time.AfterFunc(patience, func() { c.Close() })}, nil
}

// Ping asks whether clamd is there.
func (s *Scanner) Ping(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	c, err := s.dial(ctx)
	if err != nil {
		return away(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "zPING\x00"); err != nil {
		return away(err)
	}
	if said, err := answer(c); err != nil || said != "PONG" {
		return away(errors.Join(err, fmt.Errorf("clamd says %q", said)))
	}
	return nil
}

// answer reads one answer, which ends with a zero byte.
func answer(c io.Reader) (string, error) {
	said, err := bufio.NewReader(io.LimitReader(c, 4<<10)).ReadString(0)
	return strings.TrimSpace(strings.TrimSuffix(said, "\x00")), err
}

// Watch returns a reader of the same text, which ends well only when clamd has passed all of it. Whoever stores
// what it gives must drop that when it fails.
func (s *Scanner) Watch(ctx context.Context, r io.Reader) io.Reader {
	return &watched{ctx: ctx, scanner: s, from: r}
}

// watched hands clamd what is read.
type watched struct {
	ctx     context.Context
	scanner *Scanner
	from    io.Reader
	conn    *call
	done    error // what every further call answers
}

// Read reads on. The end is told after clamd has answered.
func (w *watched) Read(p []byte) (n int, err error) {
	if w.done != nil {
		return 0, w.done
	}
	if w.conn == nil {
		if w.conn, err = w.scanner.dial(w.ctx); err != nil {
			return 0, w.end(away(err))
		}
		if _, err := io.WriteString(w.conn, "zINSTREAM\x00"); err != nil {
			return 0, w.end(away(err))
		}
	}
	n, err = w.from.Read(p)
	if n > 0 {
		if sent := w.send(p[:n]); sent != nil {
			return 0, w.end(w.verdict(sent))
		}
	}
	switch {
	case err == io.EOF:
		return n, w.end(w.verdict(w.send(nil)))
	case err != nil:
		return n, w.end(err)
	}
	return n, nil
}

// send hands over one piece; none ends the text.
func (w *watched) send(p []byte) error {
	w.conn.idle.Reset(patience)
	if _, err := w.conn.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p)))); err != nil {
		return err
	}
	if len(p) == 0 {
		return nil
	}
	_, err := w.conn.Write(p)
	return err
}

// verdict is what clamd says of the text: io.EOF where it passes. It may have answered before the end.
func (w *watched) verdict(sent error) error {
	said, err := answer(w.conn)
	said = strings.TrimSpace(strings.TrimPrefix(said, "stream:"))
	switch {
	case sent == nil && err == nil && said == "OK":
		return io.EOF
	case strings.HasSuffix(said, "FOUND"):
		// The name of what was found is for the log; it is no part of the file.
		return fault.New(fault.Invalid, "scan.found", "文件含有病毒或恶意代码，未保存；请在本机查杀后重新上传").Because(fmt.Errorf("clamd: %s", said))
	case strings.Contains(said, "size limit"):
		return fault.New(fault.Unavailable, "scan.limit", "文件超过病毒扫描的上限，未保存；请系统管理员调高 clamd 的 StreamMaxLength").Because(errors.New(said))
	}
	return away(errors.Join(sent, err, fmt.Errorf("clamd says %q", said)))
}

// end closes the connection and keeps the answer.
func (w *watched) end(err error) error {
	w.done = err
	if w.conn != nil {
		w.conn.Close()
	}
	return err
}
