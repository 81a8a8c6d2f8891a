package bench

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/internal/web/form"
	"zhibao/protection/delegation"
	"zhibao/protection/infringement"
)

// A flood is many large uploads at once into a program with little memory.
type flood struct {
	*testing.T
	people, files int   // uploads at once, and files of each
	size          int64 // bytes of a file
	limit         int64 // bytes of memory that the program may take
	soft          string
	cases         []int64
	p             *process
	b             *browser

	mu              sync.Mutex
	done, busy      int
	wrong           []string
	slowest, longer time.Duration // an upload with all its tries; what the program said to wait
}

// floodSize is ZHIBAO_UPLOADS, such as 50x500 for fifty of 500 MB, or what a plain test takes.
func floodSize(f *flood) {
	f.people, f.files, f.size, f.limit, f.soft = 6, 2, 16<<20, 256<<20, "200MiB"
	if n, mb, ok := strings.Cut(os.Getenv("ZHIBAO_UPLOADS"), "x"); ok {
		each, err := strconv.Atoi(mb)
		f.people, _ = strconv.Atoi(n)
		if err != nil || f.people == 0 || each < 10 {
			f.Fatalf("ZHIBAO_UPLOADS=%s", os.Getenv("ZHIBAO_UPLOADS"))
		}
		f.files = max(2, min(20, each/48+1))
		f.size, f.limit, f.soft = int64(each)<<20/int64(f.files), 512<<20, "400MiB"
	}
}

// newFlood starts the program with a case for each upload.
func newFlood(t *testing.T, how string) *flood {
	t.Helper()
	f := &flood{T: t}
	floodSize(f)
	dir := t.TempDir()
	r, err := newRig(t.Context(), dir, true)
	if err != nil {
		t.Fatal(err)
	}
	entrust(t, r)
	for range f.people {
		f.cases = append(f.cases, dispute(t, r))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if f.p, err = newProcess(exe, dir, childEnv+"="+how, "GOMEMLIMIT="+f.soft); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.p.kill() })
	if _, err := f.p.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.b = newBrowser(f.p.base())
	f.b.client.Timeout = 20 * time.Minute
	if err := f.b.signIn(t.Context(), "applicant-1"); err != nil {
		t.Fatal(err)
	}
	return f
}

// entrust gives the center the right to act in disputes.
func entrust(t *testing.T, r *rig) {
	t.Helper()
	today := r.Office.Today()
	in := &delegation.Register{Content: delegation.Content{Body: "测量市知识产权局", Mark: "测知法", Seal: "测量市知识产权局", Contact: "保护科", Phone: "0512-00000000",
		Kinds: []string{"发明", "实用新型", "外观设计"}, Area: "3205", From: today, Until: today + 300}}
	in.Number, in.Signed, in.File, in.Clear = "测知法委〔2026〕1号", today, form.Bytes("委托书.pdf", []byte("委托书")), true
	for _, a := range r.Delegation.Acts {
		in.Acts = append(in.Acts, a.Code)
	}
	for _, login := range []string{"counter", "head", "director"} {
		in.Officers = append(in.Officers, delegation.OfficerLine{Account: strconv.FormatInt(r.people[login].Account, 10), Card: "测执-" + login, Until: today + 600})
	}
	out, err := r.Office.Move(t.Context(), casework.Request{Actor: r.people["counter"], Chart: "delegation", Move: "register", Input: in})
	if err == nil {
		_, err = r.move(t.Context(), "director", out.Case, "confirm", &delegation.Remarked{})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// dispute brings a case in that its party may hand papers in to.
func dispute(t *testing.T, r *rig) int64 {
	t.Helper()
	in := &infringement.File{}
	in.Number, in.Title, in.Holder, in.Granted, in.Status, in.Standing = "ZL202310123456.6", "晾衣架", enterprises[0].name, r.Office.Today()-900, "valid", "holder"
	in.Claims, in.Product, in.Facts, in.Venue, in.NoSuit, in.Remedies = "权利要求1", "晾衣架", "被控产品与请求人专利的技术特征一一对应。", "被请求人所在地", true, []string{"stop_sell"}
	in.Opponents = []infringement.Opponent{{Name: "某商行", Address: "某路 1 号", Acts: []string{"sell"}}}
	paper := form.Bytes("材料.jpg", []byte("\xff\xd8\xff\xe0"))
	in.Sheet, in.Identity, in.Register, in.Clear = paper, paper, paper, true
	out, err := r.Office.Move(t.Context(), casework.Request{Actor: r.people["applicant-1"], Chart: infringement.Code, Move: "file", Input: in})
	if err != nil {
		t.Fatal(err)
	}
	k, err := r.move(t.Context(), "counter", out.Case, "return", &infringement.GiveBack{Points: []string{"identity"}, Text: "请补充照片"})
	if err != nil {
		t.Fatal(err)
	}
	return k.ID
}

// pattern is the content of a large file, made while it is sent.
type pattern struct{ at, size, no int64 }

// Read makes the next bytes: a picture by its first ones.
func (p *pattern) Read(b []byte) (int, error) {
	if p.at == p.size {
		return 0, io.EOF
	}
	n := min(int64(len(b)), p.size-p.at)
	for i := range b[:n] {
		b[i] = byte((p.at+int64(i))*31>>3 + p.no)
	}
	if p.at == 0 {
		copy(b, "\xff\xd8\xff\xe0")
	}
	p.at += n
	return int(n), nil
}

// body is a form with files, of which nothing is in memory.
func (f *flood) body(values url.Values) (body io.Reader, length int64, kind string) {
	var head strings.Builder
	w := multipart.NewWriter(&head)
	for name, vs := range values {
		for _, v := range vs {
			_ = w.WriteField(name, v) // a builder takes everything
		}
	}
	var parts []io.Reader
	for n := range f.files {
		_, _ = w.CreateFormFile("files", fmt.Sprintf("照片%d.jpg", n+1))
		parts = append(parts, strings.NewReader(head.String()), &pattern{size: f.size, no: int64(n)})
		length += int64(head.Len()) + f.size
		head.Reset()
	}
	_ = w.Close()
	return io.MultiReader(append(parts, strings.NewReader(head.String()))...), length + int64(head.Len()), w.FormDataContentType()
}

// upload hands papers in to case n, as often as the program says that it is too busy.
func (f *flood) upload(ctx context.Context, n int) error {
	begun := time.Now()
	l, err := f.b.form(ctx, fmt.Sprintf("/case/%d/move/supplement", f.cases[n]), url.Values{"facts": {"补充照片"}, "clear": {"true"}})
	if err != nil {
		return err
	}
	for {
		body, length, kind := f.body(l.values)
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.p.base()+l.action, body)
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Expect", "100-continue") // who is refused sends nothing
		if req.ContentLength = length; n%4 == 3 {
			req.ContentLength = -1 // in chunks, without saying how much there will be
		}
		wait, err := f.once(req)
		if err != nil {
			return err
		}
		if wait == 0 {
			f.mu.Lock()
			f.done, f.slowest = f.done+1, max(f.slowest, time.Since(begun))
			f.mu.Unlock()
			return nil
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// once sends the form once. It returns how long to wait where the program is busy, 0 where the form was taken.
func (f *flood) once(req *http.Request) (time.Duration, error) {
	res, err := f.b.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(res.Body, maxPage)) // a page that is cut off has no words
	if res.StatusCode == http.StatusSeeOther {
		return 0, nil
	}
	words := html.UnescapeString(string(body))
	after, err := strconv.Atoi(res.Header.Get("Retry-After"))
	if res.StatusCode != http.StatusServiceUnavailable || err != nil || !strings.Contains(words, "秒后重新提交") {
		return 0, fmt.Errorf("status %d, Retry-After %q: %w", res.StatusCode, res.Header.Get("Retry-After"), &refusal{req.URL.Path, page{res.StatusCode, "", string(body)}})
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy, f.longer = f.busy+1, max(f.longer, time.Duration(after)*time.Second)
	return time.Duration(after) * time.Second, nil
}

// run sends all uploads at once and returns the most memory that the program took meanwhile.
func (f *flood) run() (peak int64) {
	f.Helper()
	ctx, stop := context.WithTimeout(f.Context(), 40*time.Minute)
	defer stop()
	var wg sync.WaitGroup
	for n := range f.people {
		wg.Go(func() {
			if err := f.upload(ctx, n); err != nil {
				f.mu.Lock()
				defer f.mu.Unlock()
				f.wrong = append(f.wrong, err.Error())
			}
		})
	}
	wg.Wait()
	peak, err := peakOf(f.p.cmd.Process.Pid)
	if err != nil {
		f.wrong = append(f.wrong, "the program is gone: "+err.Error())
	}
	return peak
}

// peakOf is the most memory that a process has had.
func peakOf(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return n << 10, err
		}
	}
	return 0, errors.New("no VmHWM: it has ended")
}

// confine gives the program no more than its limit, with which the system ends it, where this is possible.
func (f *flood) confine() {
	f.Helper()
	for root, file := range map[string]string{"/sys/fs/cgroup/memory": "memory.limit_in_bytes", "/sys/fs/cgroup": "memory.max"} {
		dir := filepath.Join(root, fmt.Sprintf("zhibao-test-%d", f.p.cmd.Process.Pid))
		if _, err := os.Stat(filepath.Join(root, "cgroup.procs")); err != nil || os.Mkdir(dir, 0o755) != nil {
			continue
		}
		f.Cleanup(func() {
			f.p.kill()
			_ = os.Remove(dir) // a group of nobody; what stays is empty
		})
		if os.WriteFile(filepath.Join(dir, file), fmt.Append(nil, f.limit), 0o600) != nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, "cgroup.procs"), fmt.Append(nil, f.p.cmd.Process.Pid), 0o600); err == nil {
			f.Logf("confined to %d MB by %s", f.limit>>20, dir)
			return
		}
	}
	f.Log("no memory group can be made here: the peak alone tells")
}

// Many large uploads at once take no more memory than the program may have; who comes too early is told when
// to come back, and in the end everything is there.
func TestManyLargeUploads(t *testing.T) {
	if testing.Short() {
		t.Skip("测量内存，竞争检测的程序另占几倍")
	}
	f := newFlood(t, "quiet")
	f.confine()
	peak := f.run()
	t.Logf("%d uploads of %d MB: peak %d of %d MB, %d times told to come back (within %s), the slowest took %s", f.people, int64(f.files)*f.size>>20, peak>>20, f.limit>>20, f.busy, f.longer, f.slowest.Round(time.Second))
	if len(f.wrong) > 0 || f.done != f.people {
		t.Errorf("%d of %d taken: %.600v", f.done, f.people, f.wrong)
	}
	if peak == 0 || peak > f.limit {
		t.Errorf("the program took %d MB, more than %d", peak>>20, f.limit>>20)
	}
	left, err := os.ReadDir(filepath.Join(dataDir(f.p.dir), "spool"))
	if len(left) > 0 {
		t.Errorf("files were left behind: %v, %v", left, err)
	}
	// Restarted, every case has its files.
	f.p.kill()
	c, err := site{dir: f.p.dir, now: time.Now}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	size, err := c.FilesSize(t.Context())
	if want := int64(f.people*f.files) * f.size; err != nil || size < want {
		t.Errorf("%d MB of files are there, want %d: %v", size>>20, want>>20, err)
	}
}

// A program that keeps what is sent in memory is found out.
func TestGreedyProgramIsFoundOut(t *testing.T) {
	f := newFlood(t, "greedy")
	if peak := f.run(); peak != 0 && peak <= f.limit {
		t.Errorf("a program that keeps everything in memory took %d MB: the test finds nothing", peak>>20)
	} else {
		t.Logf("peak %d of %d MB", peak>>20, f.limit>>20)
	}
}
