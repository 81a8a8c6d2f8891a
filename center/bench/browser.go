package bench

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"

	"zhibao/internal/fault"
)

// A browser is one person at a browser without scripts: it keeps cookies, reads forms and sends
// them with the token and the idempotency key that stand in them.
type browser struct {
	base   string
	client *http.Client
}

// newBrowser returns a browser that has been nowhere yet. It follows no redirect: where an act
// leads is part of the answer.
func newBrowser(base string) *browser {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &browser{base: base, client: &http.Client{Jar: jar, Timeout: 30 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// A page is a response.
type page struct {
	status   int
	location string
	body     string
}

var caseLink = regexp.MustCompile(`href="/case/\d+"`)

// rows counts the cases that a list shows.
func (p page) rows() int { return len(caseLink.FindAllStringIndex(p.body, -1)) }

// maxPage bounds what is read of a response.
const maxPage = 16 << 20

// do sends a request and reads the whole answer. An answer that breaks off is an error.
func (b *browser) do(req *http.Request) (page, error) {
	res, err := b.client.Do(req)
	if err != nil {
		return page{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	return page{res.StatusCode, res.Header.Get("Location"), string(body)}, err
}

// get fetches a page, whatever its status.
func (b *browser) get(ctx context.Context, path string) (page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, nil)
	if err != nil {
		return page{}, err
	}
	return b.do(req)
}

// A letter is a form that is filled in: it can be sent any number of times, always with the same
// key.
type letter struct {
	action string
	key    string
	values url.Values
	file   string   // content of the file in the field "files", none if empty
	papers []string // fields of files that stand for themselves, each with its name as content
}

var (
	mainForm   = regexp.MustCompile(`<form class="(?:card )?form(?: box)?" method="post"(?: action="([^"]*)")?`)
	judgeForm  = regexp.MustCompile(`<form method="post" action="([^"]*/judge[^"]*)" data-once>`)
	tokenField = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)
	keyField   = regexp.MustCompile(`name="_idem" value="([^"]+)"`)
	finding    = regexp.MustCompile(`name="finding" value="([0-9,]+)"`)
)

// form opens a page and fills in its main form.
func (b *browser) form(ctx context.Context, path string, values url.Values) (*letter, error) {
	return b.fill(ctx, path, mainForm, values)
}

// fill opens a page and fills in the first form that matches. A page without one is a refusal:
// either it is an error page, or the person may not do this.
func (b *browser) fill(ctx context.Context, path string, which *regexp.Regexp, values url.Values) (*letter, error) {
	p, err := b.get(ctx, path)
	if err != nil {
		return nil, err
	}
	at := which.FindStringSubmatchIndex(p.body)
	if p.status != http.StatusOK || at == nil {
		return nil, &refusal{path, p}
	}
	l := &letter{action: path, values: url.Values{}}
	if at[2] >= 0 && at[3] > at[2] {
		l.action = html.UnescapeString(p.body[at[2]:at[3]])
	}
	rest, _, _ := strings.Cut(p.body[at[0]:], "</form>")
	token, key := tokenField.FindStringSubmatch(rest), keyField.FindStringSubmatch(rest)
	if token == nil || key == nil {
		return nil, &refusal{path, p}
	}
	l.key = key[1]
	l.values.Set("_csrf", token[1])
	l.values.Set("_idem", key[1])
	if which == judgeForm {
		if f := finding.FindStringSubmatch(rest); f != nil {
			l.values.Set("finding", f[1])
		}
	}
	for name, v := range values {
		l.values[name] = v
	}
	return l, nil
}

// scanned is what stands for a signed paper of a name.
func scanned(name string) string {
	return "%PDF-1.4\n% " + strings.Repeat(name+" ", 4000) + "\n%%EOF\n"
}

// send sends a letter. The answer to an act that was done is a redirect; everything else is a
// refusal, and an error of the network leaves open what happened.
func (b *browser) send(ctx context.Context, l *letter) (page, error) {
	body, kind := strings.NewReader(l.values.Encode()), "application/x-www-form-urlencoded"
	if l.file != "" || len(l.papers) > 0 {
		var buf bytes.Buffer
		w := multipart.NewWriter(&buf)
		for name, vs := range l.values {
			for _, v := range vs {
				_ = w.WriteField(name, v) // a buffer takes everything
			}
		}
		for _, f := range append([]string{"files"}, l.papers...) {
			name, content := "申请文件.txt", l.file
			if f != "files" {
				name, content = f+".pdf", scanned(f)
			} else if l.file == "" {
				continue
			}
			part, err := w.CreateFormFile(f, name)
			if err != nil {
				return page{}, err
			}
			_, _ = io.WriteString(part, content)
		}
		_ = w.Close()
		body, kind = strings.NewReader(buf.String()), w.FormDataContentType()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.base+l.action, body)
	if err != nil {
		return page{}, err
	}
	req.Header.Set("Content-Type", kind)
	p, err := b.do(req)
	if err == nil && p.status != http.StatusSeeOther {
		err = &refusal{l.action, p}
	}
	return p, err
}

// signIn signs one of the cast in. The second factor is for administrators, of whom there are none
// here.
func (b *browser) signIn(ctx context.Context, login string) (err error) {
	defer fault.Wrap(&err, "sign in %s", login)
	l, err := b.form(ctx, "/sign-in", url.Values{"login": {login}, "password": {password}})
	if err != nil {
		return err
	}
	_, err = b.send(ctx, l)
	return err
}

// A refusal is an answer of the program other than the one hoped for.
type refusal struct {
	path string
	page page
}

var (
	markup  = regexp.MustCompile(`(?s)<(?:script|style).*?</(?:script|style)>|<[^>]*>`)
	problem = regexp.MustCompile(`(?s)<(?:section|div)[^>]*(?:role="alert"|class="[^"]*(?:errs|problems|bad)[^"]*").*`)
)

// Error shows the beginning of what the page says is wrong.
func (r *refusal) Error() string {
	text := r.page.body
	if found := problem.FindString(text); found != "" {
		text = found
	} else if _, main, ok := strings.Cut(text, "<main"); ok {
		text = "<main" + main
	}
	words := []rune(strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(text, " "))), " "))
	return fmt.Sprintf("%s: status %d: %s", r.path, r.page.status, string(words[:min(len(words), 240)]))
}
