package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// A journal is what the clients know: what was acknowledged, and what is still open.
type journal struct {
	people map[string]*browser
	staff  map[string]int64 // account ids by login

	off atomic.Bool // the power of the disk is cut

	mu       sync.Mutex
	acts     []*act // acknowledged, oldest first
	repeated int
	refused  []string
	opened   map[int64]string // case → what went wrong when an act was repeated elsewhere
}

// An act is one move that somebody asked for.
type act struct {
	login  string
	move   string
	opens  bool
	letter *letter
	about  int64
	done   bool
	gone   bool // an upload that did not come back
}

// newJournal gives everybody of the cast a browser.
func newJournal(base string, staff map[string]int64) *journal {
	j := &journal{people: map[string]*browser{}, staff: staff, opened: map[int64]string{}}
	for _, p := range cast {
		j.people[p.login] = newBrowser(base)
	}
	return j
}

// without cuts the power, where there is something to cut. The clients know before.
func (j *journal) without(cut func() error) error {
	if cut == nil {
		return nil
	}
	j.off.Store(true)
	return cut()
}

// signIn signs everybody in, once: sessions outlive the kills.
func (j *journal) signIn(ctx context.Context) error {
	for _, p := range cast {
		if err := j.people[p.login].signIn(ctx, p.login); err != nil {
			return err
		}
	}
	return nil
}

// A hand is one client. It takes one case after the other from the draft to the pass, in the role
// of whoever is next.
type hand struct {
	*journal
	rng     *rand.Rand
	repeats int
	owner   string
	rest    []step // of the case at hand
	k       int64
	open    *act // sent, and not known whether it was done
	last    *act // the latest acknowledged
}

// newHand returns the n-th client. With the same seed it plans the same cases; when the kills come
// is up to the machine.
func newHand(j *journal, n int, c *campaign) *hand {
	return &hand{journal: j, rng: rand.New(rand.NewPCG(c.seed, uint64(n)+1)), repeats: c.repeats, owner: fmt.Sprintf("applicant-%d", n%len(enterprises)+1)}
}

// A step is one thing to do with the case.
type step struct {
	login, move string
	values      url.Values
}

// work goes on until the program is gone or the context ends.
func (h *hand) work(ctx context.Context) {
	for ctx.Err() == nil {
		var err error
		switch {
		case h.open != nil:
			// Sent before the kill, and nobody knows whether it was done: the same request again.
			err = h.send(ctx, h.open)
		case h.last != nil && h.rng.IntN(h.repeats) == 0:
			again := h.last
			h.last = nil
			err = h.repeat(ctx, again)
		default:
			err = h.next(ctx)
		}
		if r, ok := errors.AsType[*refusal](err); ok && r.page.status >= 500 && h.off.Load() {
			return // as good as no answer
		} else if ok {
			h.refuse(r)
		} else if err != nil {
			return // the network is gone
		}
	}
}

// refuse notes a refusal and gives the case up, so that the hand does not stand still.
func (h *hand) refuse(r *refusal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = append(h.refused, r.Error())
	h.open, h.rest, h.last = nil, nil, nil
}

// next fills in the form of the next step and sends it.
func (h *hand) next(ctx context.Context) error {
	if len(h.rest) == 0 {
		h.rest, h.k = h.plan(), 0
	}
	s := h.rest[0]
	b := h.people[s.login]
	a := &act{login: s.login, move: s.move, opens: s.move == "create", about: h.k}
	var err error
	switch s.move {
	case "create":
		a.letter, err = b.form(ctx, "/open/preexam/create", s.values)
	case "judge":
		path := fmt.Sprintf("/preexam/%d/desk", h.k)
		if a.letter, err = b.fill(ctx, path, judgeForm, s.values); isDone(err) {
			h.rest = h.rest[1:] // nothing was found in the papers
			return nil
		}
	default:
		a.letter, err = b.form(ctx, fmt.Sprintf("/case/%d/move/%s", h.k, s.move), s.values)
	}
	if err != nil {
		return err
	}
	if s.move == "upload" {
		a.letter.file = h.papers()
	}
	h.open = a
	return h.send(ctx, a)
}

// isDone reports whether a desk was shown that has nothing to decide.
func isDone(err error) bool {
	r, ok := errors.AsType[*refusal](err)
	return ok && r.page.status == 200
}

var caseOf = regexp.MustCompile(`^/(?:case|preexam)/(\d+)`)

// send sends an act and, when it is acknowledged, enters it in the journal.
func (h *hand) send(ctx context.Context, a *act) error {
	p, err := h.people[a.login].send(ctx, a.letter)
	if err != nil {
		return err
	}
	m := caseOf.FindStringSubmatch(p.location)
	if m == nil {
		return &refusal{a.letter.action + " → " + p.location, p}
	}
	id, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return err
	}
	if a.opens {
		h.k = id
	}
	a.about, a.done = id, true
	h.open, h.last, h.rest = nil, a, h.rest[1:]
	h.mu.Lock()
	defer h.mu.Unlock()
	h.acts = append(h.acts, a)
	return nil
}

// repeat sends once more what was acknowledged, as somebody does who presses the button twice.
// The answer must be about the same case.
func (h *hand) repeat(ctx context.Context, a *act) error {
	p, err := h.people[a.login].send(ctx, a.letter)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.repeated++
	if want := fmt.Sprintf("/%d", a.about); !strings.Contains(p.location+"/", want) {
		h.opened[a.about] = p.location
	}
	return nil
}

// papers returns a draft that differs from every other one, now and then a longer one.
func (h *hand) papers() string {
	more := fmt.Sprintf("具体实施方式\n实施例%d：立杆的高度为%d毫米，底座的直径为%d毫米。\n", h.rng.IntN(1000), 100+h.rng.IntN(900), 50+h.rng.IntN(400))
	return strings.Replace(papers, "具体实施方式\n", strings.Repeat(more, 1+h.rng.IntN(40)), 1)
}

// plan lists what happens to one case. Not every case goes the whole way.
func (h *hand) plan() []step {
	v := func(pairs ...string) url.Values {
		out := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			out.Set(pairs[i], pairs[i+1])
		}
		return out
	}
	id := func(login string) string { return strconv.FormatInt(h.staff[login], 10) }
	examiner := fmt.Sprintf("examiner-%d", 1+h.rng.IntN(2))
	steps := []step{
		{h.owner, "create", v("ref", "测量")},
		{h.owner, "upload", v("kind", "发明")},
		{h.owner, "submit", v("undertaking", "true", "remark", "请核对联系方式")},
		{"counter", "accept", v()},
		{"head", "assign", v("handler", id(examiner), "second", id("reviewer"))},
		{examiner, "start", v()},
		{examiner, "judge", v("decision", "adopt")},
		{examiner, "search", v("database", "测量库", "query", "支架 and 立杆", "hits", "12")},
		{examiner, "record", v("way", "电话", "with", "联系人", "text", "说明补正要求")},
		{examiner, "opine", v("opinion", "权利要求1具备新颖性。")},
	}
	switch h.rng.IntN(4) {
	case 0:
		steps = append(steps[:3:3], step{h.owner, "withdraw", v("reason", "提交有误")})
	case 1:
		steps = append(steps[:4:4], step{"head", "terminate", v("code", "其他", "reason", "测量")})
	case 2:
		steps = append(steps, step{"head", "suspend", v("reason", "权属纠纷", "_act", "confirm")}, step{"head", "resume", v("reason", "已核实", "_act", "confirm")})
	}
	return steps
}
