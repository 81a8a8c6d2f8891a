package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhibao/internal/store/storetest"
)

// childEnv makes the test binary the program itself.
const childEnv = "ZHIBAO_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is the command line as an operator types it.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	return cmd
}

// What cannot be right is refused with exit code 2 and a sentence that says what to do, before
// anything is opened or made.
func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	data, key := filepath.Join(dir, "data"), filepath.Join(dir, "keys", "root.key")
	pem := filepath.Join(dir, "cert.pem")
	if err := os.WriteFile(pem, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := []string{"--data", data, "--key", key}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve"}, "请指定 --data"},
		{[]string{"serve", "--data", data}, "--key"},
		{append([]string{"serve", "--adr", "x"}, good...), "没有参数 --adr"},
		{append([]string{"serve", "--addr"}, "x", "y"), "多余的参数：y"},
		{[]string{"serve", "--data"}, "缺少值"},
		{append([]string{"serve", "--addr", "0.0.0.0:0"}, good...), "不经 TLS 只能监听本机地址"},
		{append([]string{"serve", "--addr", ":0"}, good...), "不经 TLS 只能监听本机地址"},
		{append([]string{"serve", "--addr", "192.0.2.1:80"}, good...), "不经 TLS 只能监听本机地址"},
		{append([]string{"serve", "--cert", pem}, good...), "须一并指定"},
		{append([]string{"serve", "--cert", pem, "--cert-key", pem}, good...), "不能使用"},
		{append([]string{"serve", "--url", "zhibao.example.cn"}, good...), "--url 应为"},
		{append([]string{"serve", "--search", "http://192.0.2.1:9200"}, good...), "只有本机可用 http"},
		{append([]string{"serve", "--search", "opensearch"}, good...), "检索服务器的地址无效"},
		{append([]string{"serve", "--behind-proxy", "--url", "http://zhibao.example.cn"}, good...), "--url 应为"},
		{append([]string{"serve", "--behind-proxy", "--proxies", "10.0.0.1"}, good...), "网段"},
		{append([]string{"serve", "--center", "中心"}, good...), "中心代码"},
		{append([]string{"serve", "--province", "浙江"}, good...), "行政区划"},
		{append([]string{"serve", "--fonts", filepath.Join(dir, "none")}, good...), "字体目录不存在"},
		{[]string{"demo", "--addr", "0.0.0.0:0"}, "只能监听本机地址"},
		{[]string{"verify"}, "请指定 --data"},
		{[]string{"check"}, "请指定要检查的文件"},
		{[]string{"key"}, "key rotate"},
		{[]string{"key", "divide"}, "key split"},
		{[]string{"key", "split", "--key", "a"}, "--to"},
		{[]string{"key", "join", "--key", "a"}, "各持有人的一份"},
		{[]string{"key", "rotate", "--data", data}, "--key"},
		{[]string{"nonsense"}, "没有命令"},
	} {
		var errs bytes.Buffer
		cmd := program(t.Context(), c.args...)
		cmd.Stderr = &errs
		err := cmd.Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%v: %v\n%s", c.args, err, errs.String())
		}
	}
	for _, made := range []string{data, key} {
		if _, err := os.Stat(made); err == nil {
			t.Errorf("%s was made by a start that was refused", made)
		}
	}
	// A key beside the data would go into every copy of it.
	for _, inside := range []string{filepath.Join(data, "root.key"), filepath.Join(data, "..", "data", "deep", "root.key")} {
		out, err := program(t.Context(), "serve", "--addr", "127.0.0.1:0", "--data", data, "--key", inside).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "密钥文件不得放在数据目录内") {
			t.Errorf("key %s: %v\n%s", inside, err, out)
		}
	}
}

// Every command explains itself, in Chinese first and with every flag in English too.
func TestHelp(t *testing.T) {
	for _, c := range commands() {
		if c.name == "bench" {
			continue // its flags belong to the measurements
		}
		out, err := program(t.Context(), c.name, "--help").Output()
		if err != nil || !strings.Contains(string(out), c.help) || !strings.Contains(string(out), c.english) {
			t.Errorf("%s --help: %v\n%s", c.name, err, out)
		}
		again, err := program(t.Context(), "help", c.name).Output()
		if err != nil || !bytes.Equal(out, again) {
			t.Errorf("help %s differs: %v", c.name, err)
		}
		han, latin := regexp.MustCompile(`\p{Han}`), regexp.MustCompile(`（[^）]*[a-z]{2}[^）]*）`)
		lines := strings.Split(string(out), "\n")
		for i, l := range lines {
			if strings.HasPrefix(l, "  --") && (i+1 == len(lines) || !han.MatchString(lines[i+1]) || !latin.MatchString(lines[i+1])) {
				t.Errorf("%s: %s is not explained in both languages", c.name, l)
			}
		}
	}
}

// A server is a program that serves.
type server struct {
	cmd  *exec.Cmd
	addr string
	out  *buffer
}

// buffer is an output that is read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var started = regexp.MustCompile(`已启动：http://(\S+)/`)

// start starts the program on a folder and waits until it serves.
func start(t *testing.T, dir string, more ...string) *server {
	t.Helper()
	s := &server{out: &buffer{}}
	s.cmd = program(t.Context(), append([]string{"serve", "--data", filepath.Join(dir, "data"), "--key", filepath.Join(dir, "keys", "root.key"), "--addr", "127.0.0.1:0"}, more...)...)
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.out
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		if m := started.FindStringSubmatch(s.out.String()); m != nil {
			s.addr = m[1]
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("did not start: %s", s.out)
	return nil
}

// database returns the arguments that name the database of a test, none where it is in the folder.
func database(t *testing.T) []string {
	t.Helper()
	if url := storetest.Chosen(t, ""); url != "" {
		return []string{"--database", url}
	}
	return nil
}

// end sends SIGTERM and returns how long the program took, which must end without an error.
func (s *server) end(t *testing.T) time.Duration {
	t.Helper()
	begun := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, s.out)
	}
	return time.Since(begun)
}

// The root key is changed between two starts; the center opens with the new key file and not with a
// copy of the old one, and the audit says that it was changed.
func TestKeyRotate(t *testing.T) {
	dir, on := t.TempDir(), database(t)
	data, key, old := filepath.Join(dir, "data"), filepath.Join(dir, "keys", "root.key"), filepath.Join(dir, "old.key")
	start(t, dir, on...).end(t)
	before, err := os.ReadFile(key)
	if err == nil {
		err = os.WriteFile(old, before, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := program(t.Context(), append([]string{"key", "rotate", "--data", data, "--key", key}, on...)...).CombinedOutput(); err != nil || !strings.Contains(string(out), "根密钥已更换") {
		t.Fatalf("%v %s", err, out)
	}
	start(t, dir, on...).end(t)
	if out, err := program(t.Context(), append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data, "--key", old}, on...)...).CombinedOutput(); err == nil || !strings.Contains(string(out), "根密钥与本数据库不符") {
		t.Errorf("the old key file still opens the center: %v %s", err, out)
	}
	if out, err := program(t.Context(), append([]string{"verify", "--data", data}, on...)...).CombinedOutput(); err != nil || !strings.Contains(string(out), "核验通过") {
		t.Errorf("%v %s", err, out)
	}
	none := filepath.Join(dir, "none")
	for _, args := range [][]string{{"verify", "--data", none}, {"key", "rotate", "--data", none, "--key", key}} {
		if out, err := program(t.Context(), args...).CombinedOutput(); err == nil || !strings.Contains(string(out), "没有数据库") {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a mistyped folder was made")
	}
}

// The first start prints three links that set a password; a later one prints none, and the center
// keeps the name that it was given.
func TestFirstStart(t *testing.T) {
	dir, on := t.TempDir(), database(t)
	s := start(t, dir, append(on, "--name", "第一中心", "--center", "DY")...)
	links := regexp.MustCompile(`/password/\S+`).FindAllString(s.out.String(), -1)
	for _, who := range []string{"sysadmin", "secadmin", "auditor"} {
		if !strings.Contains(s.out.String(), who) {
			t.Errorf("no link for %s: %s", who, s.out)
		}
	}
	if len(links) != 3 {
		t.Fatalf("%d links: %s", len(links), s.out)
	}
	for _, l := range links {
		if res, err := http.Get("http://" + s.addr + l); err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%v %v", res, err)
		}
	}
	s.end(t)
	s = start(t, dir, append(on, "--name", "第二中心")...)
	if strings.Contains(s.out.String(), "/password/") {
		t.Errorf("a second start prints links: %s", s.out)
	}
	res, err := http.Get("http://" + s.addr + "/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if page, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(page), "第一中心") || strings.Contains(string(page), "第二中心") {
		t.Errorf("the name of the center changed with the start: %v", err)
	}
	s.end(t)
}

// SIGTERM under load: what was begun is answered, what comes later is refused at the door, and the
// program ends by itself within ten seconds.
func TestEndUnderLoad(t *testing.T) {
	s := start(t, t.TempDir(), database(t)...)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	ctx, stop := context.WithCancel(t.Context())
	var load sync.WaitGroup
	var answered, refused atomic.Int64
	for range 8 {
		load.Go(func() {
			for ctx.Err() == nil {
				res, err := client.Get("http://" + s.addr + "/sign-in")
				var op *net.OpError
				switch {
				// A reset comes from the system for a connection that the program never took.
				case errors.As(err, &op) && op.Op == "dial", errors.Is(err, syscall.ECONNRESET):
					refused.Add(1)
					time.Sleep(time.Millisecond)
				case err != nil:
					t.Error(err)
				default:
					if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
						t.Errorf("%d %v", res.StatusCode, err)
					}
					res.Body.Close()
					answered.Add(1)
				}
			}
		})
	}
	slow := make([]func() error, 5)
	for i := range slow {
		slow[i] = halfSent(t, s.addr)
	}
	time.Sleep(300 * time.Millisecond)
	took := make(chan time.Duration)
	go func() { took <- s.end(t) }()
	// Half a request is under way when the signal comes; its second half comes a second later.
	time.Sleep(time.Second)
	for i, finish := range slow {
		if err := finish(); err != nil {
			t.Errorf("request %d was under way and got no answer: %v", i, err)
		}
	}
	if d := <-took; d > 10*time.Second {
		t.Errorf("ended after %s", d)
	} else {
		t.Logf("ended after %s; %d answered, %d refused", d, answered.Load(), refused.Load())
	}
	stop()
	load.Wait()
	if answered.Load() == 0 || refused.Load() == 0 {
		t.Error("there was no load before or after the end")
	}
	if strings.Contains(s.out.String(), "level=ERROR") {
		t.Error(s.out)
	}
}

// halfSent sends the first half of a form and returns what sends the rest and reads the answer.
func halfSent(t *testing.T, addr string) func() error {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	body := "login=somebody&password=" + strings.Repeat("x", 40)
	_, err = fmt.Fprintf(c, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", addr, len(body), body[:20])
	if err != nil {
		t.Fatal(err)
	}
	return func() error {
		defer c.Close()
		if _, err := io.WriteString(c, body[20:]); err != nil {
			return err
		}
		b := make([]byte, 12)
		if _, err := io.ReadFull(c, b); err != nil {
			return err
		}
		if string(b[:9]) != "HTTP/1.1 " || b[9] == '5' {
			return fmt.Errorf("answer %q", b)
		}
		return nil
	}
}
