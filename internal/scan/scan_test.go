package scan_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/scan"
)

// eicar is the text that every scanner finds, in two parts so that this file is not found.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// clamd is a scanner as the protocol has it: it finds eicar, and takes at most so many bytes.
func clamd(t *testing.T, most int) *scan.Scanner {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c, most)
		}
	}()
	s, err := scan.Parse("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve answers one call.
func serve(c net.Conn, most int) {
	defer c.Close()
	var command []byte
	for one := make([]byte, 1); ; {
		if _, err := io.ReadFull(c, one); err != nil {
			return
		}
		if one[0] == 0 {
			break
		}
		command = append(command, one[0])
	}
	if string(command) == "zPING" {
		_, _ = io.WriteString(c, "PONG\x00")
		return
	}
	var text []byte
	for {
		var size uint32
		if binary.Read(c, binary.BigEndian, &size) != nil {
			return
		}
		if size == 0 {
			break
		}
		if len(text)+int(size) > most {
			_, _ = io.WriteString(c, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
		part := make([]byte, size)
		if _, err := io.ReadFull(c, part); err != nil {
			return
		}
		text = append(text, part...)
	}
	said := "stream: OK\x00"
	if bytes.Contains(text, []byte(eicar)) {
		said = "stream: Eicar-Test-Signature FOUND\x00"
	}
	_, _ = io.WriteString(c, said)
}

// TestScan: what clamd passes is read as it is; what it finds, cannot take or cannot be asked about is an error
// before the end.
func TestScan(t *testing.T) {
	s := clamd(t, 1<<20)
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone, err := scan.Parse("unix:" + filepath.Join(t.TempDir(), "gone"))
	if err != nil {
		t.Fatal(err)
	}
	if fault.CodeOf(gone.Ping(t.Context())) != "scan.away" {
		t.Error("a scanner that is not there answers")
	}
	for _, c := range []struct {
		name string
		by   *scan.Scanner
		text string
		code string
	}{
		{"empty", s, "", ""}, {"text", s, strings.Repeat("一种装置。", 20000), ""}, {"virus", s, strings.Repeat("x", 100000) + eicar, "scan.found"},
		{"long", s, strings.Repeat("x", 2<<20), "scan.limit"}, {"gone", gone, "text", "scan.away"},
	} {
		got, err := io.ReadAll(c.by.Watch(t.Context(), strings.NewReader(c.text)))
		if c.code != "" && fault.CodeOf(err) != c.code || c.code == "" && (err != nil || string(got) != c.text) {
			t.Errorf("%s: %d bytes, %v, want %q", c.name, len(got), err, c.code)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := io.ReadAll(s.Watch(ctx, strings.NewReader("x"))); err == nil {
		t.Error("a request that ended is served")
	}
}

// TestOnlyHere: unpublished text goes to no other machine.
func TestOnlyHere(t *testing.T) {
	for at, good := range map[string]bool{"unix:/run/clamav/clamd.ctl": true, "tcp:127.0.0.1:3310": true, "tcp:[::1]:3310": true, "tcp:192.0.2.1:3310": false, "tcp:localhost:3310": false,
		"unix:relative": false, "http://127.0.0.1": false, "": false} {
		if _, err := scan.Parse(at); (err == nil) != good {
			t.Errorf("%q: %v", at, err)
		}
	}
}
