package center

import (
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/governance/outage"
	"zhibao/internal/scan"
)

// TestProbesInWords: what the doctor says of the records of probers: none, a recent one, one that is old.
func TestProbesInWords(t *testing.T) {
	now := time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC)
	ago := func(days int) outage.Reach { return outage.Reach{Signer: "a", Until: now.AddDate(0, 0, -days)} }
	for _, c := range []struct {
		all         []outage.Reach
		found, note string
	}{
		{nil, "没有导入过", "没有旁证"}, {[]outage.Reach{ago(40), ago(3)}, "（3 天前），共 2 个探测点", ""}, {[]outage.Reach{ago(36)}, "2026-10-24 17:00:00（36 天前）", "不自动传送"},
	} {
		found, note := probesInWords(c.all, now)
		if !strings.Contains(found, c.found) || (note == "") != (c.note == "") || !strings.Contains(note, c.note) {
			t.Errorf("%v: %s, %s", c.all, found, note)
		}
	}
}

// TestScanned: the doctor tells where no scanner is named, one that answers, and one that does not.
func TestScanned(t *testing.T) {
	if s := scanned(t.Context(), nil); s.err != nil || !strings.Contains(s.note, "不经病毒扫描") {
		t.Errorf("none: %+v", s)
	}
	socket := filepath.Join(t.TempDir(), "s")
	by, err := scan.Parse("unix:" + socket)
	if err != nil {
		t.Fatal(err)
	}
	if s := scanned(t.Context(), by); s.err == nil {
		t.Errorf("nobody listens: %+v", s)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		if _, err := c.Read(make([]byte, 64)); err == nil {
			_, _ = c.Write([]byte("PONG\x00"))
		}
	}()
	if s := scanned(t.Context(), by); s.err != nil || s.note != "" {
		t.Errorf("one that answers: %+v", s)
	}
}
