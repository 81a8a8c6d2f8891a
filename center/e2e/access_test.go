package e2e

import (
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/center/demo"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web/webtest"
)

var update = flag.Bool("update", false, "write testdata/access.txt anew")

const accessFile = "testdata/access.txt"

// A caller is one account of the matrix with its session and its API key.
type caller struct {
	role        string
	site        *webtest.Site
	token, key  string
	own, others target // what the addresses are filled in with
	sees        map[int64]bool
	last        row    // the row that was called last, and
	none        string // what it answers for something that does not exist
}

// A target is the ids with which a route is called.
type target struct{ item, paper, registration, file, account, other int64 }

// nothing are ids that do not exist.
var nothing = target{999999999999, 999999999999, 999999999999, 999999999999, 999999999999, 999999999999}

// callers makes an account of every role in the center, and of every role in another center.
func callers(t *testing.T, w *world) (here, away []*caller) {
	entity, otherEntity, agency, otherAgency := w.quartet(t)
	at := func(item int64, login string) target {
		reg, file := w.registrationOf(t, login)
		return target{item, w.paper(t, item), reg, file, w.actor(t, login).Account, w.actor(t, login).Account}
	}
	mine, theirs := at(entity, "qiye01"), at(otherEntity, "qiye04")
	logins := map[string]string{}
	for _, s := range staffed() {
		logins[s.role] = s.login
	}
	here = append(here, &caller{role: "nobody", site: w.visitor(t), own: mine, others: theirs})
	center2(t, w)
	for _, i := range casework.Roles() {
		role := string(i.Role)
		c := &caller{role: role, own: mine, others: theirs}
		if i.Role == casework.AgencyRole {
			c.own, c.others = at(agency, "daili01"), at(otherAgency, "daili02")
		}
		login := logins[role]
		if login == "" {
			login = "e2e-" + role
			newAccount(t, w, 1, 0, login, role)
		}
		if i.Admin || i.Role == casework.Director {
			c.own.account, c.others.account = w.actor(t, "shouli2").Account, w.actor(t, "shouli2").Account
		}
		here = append(here, enter(t, w, c, login))
		if i.Role == casework.ProvRole || i.Role == casework.NationRole {
			continue // they belong to no center
		}
		p := int64(0)
		if i.Role == casework.Entity || i.Role == casework.AgencyRole {
			p = newParty(t, w, 2)
		}
		newAccount(t, w, 2, p, "away-"+role, role)
		away = append(away, enter(t, w, &caller{role: role, own: c.own, others: c.own}, "away-"+role))
	}
	return here, away
}

func center2(t *testing.T, w *world) {
	t.Helper()
	if err := w.Office.OpenCenter(t.Context(), casework.Center{ID: 2, Code: "NB", Name: "另一中心", English: "Another Center", Province: "34"}); err != nil {
		t.Fatal(err)
	}
}

func newParty(t *testing.T, w *world, center int64) int64 {
	t.Helper()
	p := &party.Party{ID: w.DB.NewID(), Center: center, Kind: party.Entity, Name: "外地示例有限公司", Code: fmt.Sprint(w.DB.NewID()), Status: party.Active, At: now()}
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error { return party.Put(t.Context(), tx, p) }); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func newAccount(t *testing.T, w *world, center, party int64, login string, role string) {
	t.Helper()
	var token string
	err := w.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		by := identity.Who{Center: center, Name: "e2e"}
		a := &identity.Account{Center: center, Login: login, Name: login, Party: party}
		if token, err = w.Book.Create(t.Context(), tx, by, a); err != nil {
			return err
		}
		if err := w.Privacy.Agreed(t.Context(), tx, center, a.ID); err != nil {
			return err
		}
		return w.Book.Grant(t.Context(), tx, by, a.ID, role)
	})
	if err == nil {
		err = w.Book.SetPassword(t.Context(), token, demo.Password)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// enter signs a caller in and makes a key for everything that the account may do.
func enter(t *testing.T, w *world, c *caller, login string) *caller {
	t.Helper()
	c.site = w.person(t, login)
	c.token = c.site.Get("/my/keys").Token()
	a := w.actor(t, login)
	acts := map[string]bool{}
	for _, r := range w.Mux.Routes() {
		if r.Act != "" {
			acts[r.Act] = true
		}
	}
	var all []string
	for act := range acts {
		all = append(all, act)
	}
	for _, ch := range w.Office.Charts() {
		for _, m := range ch.Moves {
			all = append(all, ch.Act(m.Code))
		}
	}
	err := w.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		c.key, err = w.Book.MakeKey(t.Context(), tx, identity.Who{Center: a.Center, Account: a.Account, Name: "e2e"},
			identity.NewKey{Account: a.Account, Name: "e2e", Acts: all, Life: time.Hour})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A row is one route, with the step filled in where it has one.
type row struct {
	method, pattern string
	bearer, public  bool
}

// rows are all routes of the program; those of a step stand there once for each step.
func rows(w *world) (out []row) {
	for _, r := range w.Mux.Routes() {
		base := row{r.Method, r.Pattern, r.Bearer, r.Public}
		opens := strings.Contains(r.Pattern, "{chart}/{move}")
		if !opens && !strings.Contains(r.Pattern, "{move}") {
			out = append(out, base)
			continue
		}
		for _, ch := range w.Office.Charts() {
			for _, m := range ch.Moves {
				if m.Opens() == opens && (opens || ch.Code == "preexam") {
					x := base
					x.pattern = strings.NewReplacer("{chart}", ch.Code, "{move}", m.Code).Replace(r.Pattern)
					out = append(out, x)
				}
			}
		}
	}
	return out
}

// The addresses of the interface whose number is not that of a case.
var (
	ofRegistration = regexp.MustCompile(`^/api/v1/cases/{case}/(registration|documents)`)
	ofAccounts     = regexp.MustCompile(`^/api/v1/(accounts|roles|staff|my/accounts)/`)
	ofOthers       = regexp.MustCompile(`^/api/v1/(registration|takeovers|openings|fields|letters|bring-in)/`)
)

// address fills a pattern in.
func (r row) address(x target) string {
	id := x.item
	switch {
	case strings.HasPrefix(r.pattern, "/registration/file/"), ofRegistration.MatchString(r.pattern):
		id = x.registration
	case strings.HasPrefix(r.pattern, "/admin/resets/"):
		id = nothing.item
	case strings.HasPrefix(r.pattern, "/admin/"), strings.HasPrefix(r.pattern, "/my/accounts/"), ofAccounts.MatchString(r.pattern):
		id = x.account
	case ofOthers.MatchString(r.pattern):
		id = nothing.item
	case strings.HasPrefix(r.pattern, "/registration/"), strings.HasPrefix(r.pattern, "/openings/"), strings.HasPrefix(r.pattern, "/fields/"), strings.HasPrefix(r.pattern, "/letters/"), strings.HasPrefix(r.pattern, "/-/upload"), strings.HasPrefix(r.pattern, "/api/v1/uploads"):
		id = nothing.item
	}
	path := strings.NewReplacer("{$}", "", "{id}", fmt.Sprint(id), "{case}", fmt.Sprint(id), "{paper}", fmt.Sprint(x.paper), "{file}", r.file(x), "{format}", "pdf", "{table}", "flow", "{version}", "1", "{figure}", "0", "{side}", "filed", "{rule}", "CLM-004", "{account}", fmt.Sprint(x.account), "{difference}", "1", "{proof}", "1",
		"{code}", "preexam.submitted", "{key}", "preexam.rounds", "{key...}", fmt.Sprintf("preexam.opine.%d", id), "{token}", "x", "{act}", "enable", "{channel}", "mail", "{no}", "1", "{rest...}", "x").Replace(r.pattern)
	switch path {
	case "/number":
		return path + "?no=YS-0000-0"
	case fmt.Sprintf("/preexam/%d/compare", id):
		return path + "?a=1&b=1"
	}
	if strings.Contains(path, "/move/") || strings.Contains(path, "/judge") {
		path += "?v=1" // an old version, so that nothing is really done
	}
	return path
}

// file is a document's number: the order in a package, or the id in a registration.
func (r row) file(x target) string {
	if strings.Contains(r.pattern, "/original/") || strings.Contains(r.pattern, "/originals/") {
		return "0"
	}
	return fmt.Sprint(x.file)
}

// call sends the request of a row as the caller and returns the status and the page. Whoever calls
// every route at once is told to wait, and does.
func (c *caller) call(t *testing.T, r row, x target) (status int, page string) {
	t.Helper()
	for range 45 {
		if status, page = c.once(t, r, x); status != http.StatusTooManyRequests {
			break
		}
		time.Sleep(2 * time.Second)
	}
	return status, page
}

// once sends it once.
func (c *caller) once(t *testing.T, r row, x target) (int, string) {
	t.Helper()
	var body io.Reader
	if r.method == http.MethodPost {
		body = strings.NewReader(url.Values{"_csrf": {c.token}, "_idem": {rand.Text()}}.Encode())
		if r.bearer {
			body = strings.NewReader("{}")
		}
	}
	req, err := http.NewRequest(r.method, c.site.URL+r.address(x), body)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	switch {
	case r.bearer && c.key != "":
		req.Header.Set("Authorization", "Bearer "+c.key)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("If-Match", `"1"`)
		req.Header.Set("Idempotency-Key", rand.Text())
	case r.method == http.MethodPost:
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := c.site.Client.Do(req)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	status := res.StatusCode
	if status == http.StatusSeeOther && strings.HasPrefix(res.Header.Get("Location"), "/sign-in") {
		status = http.StatusUnauthorized
	}
	if strings.Contains(r.pattern, "/move/") && r.method == http.MethodGet && status == http.StatusSeeOther {
		status = http.StatusConflict // sent back to the case: not now, or not by this person
	}
	return status, string(b)
}

// letter is what an answer means: A the act is open to the caller (these empty values may
// still be refused), c it is not possible now or the values are old, F it is somebody else's to
// do, . there is no such page, S sign in first.
func letter(status int) string {
	switch {
	case status == http.StatusNotFound:
		return "."
	case status == http.StatusUnauthorized:
		return "S"
	case status == http.StatusForbidden:
		return "F"
	case status == http.StatusConflict:
		return "c"
	case status >= 500:
		return "!"
	}
	return "A"
}

// random are the parts of a page that differ from one answer to the next by themselves.
var random = regexp.MustCompile(`[A-Z2-7]{12}[A-Z2-7]*|value="[^"]*"|content="[^"]*"|href="[^"]*(lang|big|sharp)=[^"]*"|<b>\d+</b>|"(ref|instance)": ?"[^"]*"|at=[^"]*`)

// same reports whether two pages differ in nothing but what is random. Most lines are equal as they
// are; only those that are not are worth the expression.
func same(a, b string) bool {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	if len(x) != len(y) {
		return random.ReplaceAllString(a, "") == random.ReplaceAllString(b, "")
	}
	for i := range x {
		if x[i] != y[i] && random.ReplaceAllString(x[i], "") != random.ReplaceAllString(y[i], "") {
			return false
		}
	}
	return true
}

// TestAccess calls every route as every role with what is the caller's own, with what is another's
// and from another center, and compares the answers with the committed table. What is hidden
// cannot be told from what does not exist.
func TestAccess(t *testing.T) {
	slow(t)
	w := lived(t)
	here, away := callers(t, w)
	var b strings.Builder
	b.WriteString("# Each route for each role. A open, c open but not as the case stands, F somebody\n" +
		"# else's to do, . not found, S sign in first; public routes are left out.\n" +
		"# The first letter is for what is the role's own (its case, the case assigned to it), the second for\n" +
		"# another's in the same center, the third for the same role of another center. Written by -update.\n")
	fmt.Fprintf(&b, "%-52s", "#")
	for _, c := range here {
		fmt.Fprintf(&b, " %-4.4s", c.role)
	}
	b.WriteString("\n")
	table := slices.DeleteFunc(rows(w), func(r row) bool { return r.public })
	cells := make([][]string, len(here))
	var all sync.WaitGroup
	for i, c := range here {
		all.Go(func() {
			for _, r := range table {
				cell := c.cell(t, r)
				for _, o := range away {
					if o.role == c.role {
						cell += o.hidden(t, r, o.own)
					}
				}
				cells[i] = append(cells[i], cell)
			}
		})
	}
	all.Wait()
	for n, r := range table {
		fmt.Fprintf(&b, "%-52s", r.method+" "+r.pattern)
		for i := range here {
			fmt.Fprintf(&b, " %-4s", cells[i][n])
		}
		b.WriteString("\n")
	}
	administrators(t, table, here, cells)
	compare(t, b.String())
	if t.Failed() {
		t.Log(w.failures())
	}
}

// administrators fails the test where one of the three passes any door of a case.
func administrators(t *testing.T, table []row, here []*caller, cells [][]string) {
	t.Helper()
	for i, c := range here {
		for n, r := range table {
			of := regexp.MustCompile(`^/(case|preexam|open|work|number|registration|figures|letters|api/v1/(cases|figures|preexam|registration))\b`).MatchString(r.pattern)
			if casework.Role(c.role).Info().Admin && of && strings.Trim(cells[i][n], ".") != "" {
				t.Errorf("%s %s answers %s to the %s", r.method, r.pattern, cells[i][n], c.role)
			}
		}
	}
}

// cell is a caller's answers for a route: for the own, and for the other's where it takes an id.
func (c *caller) cell(t *testing.T, r row) string {
	t.Helper()
	own := c.hidden(t, r, c.own)
	if r.address(c.own) == r.address(c.others) {
		return own
	}
	return own + c.hidden(t, r, c.others)
}

// hidden calls a route, and fails the test when a refusal differs from the answer for something
// that does not exist.
func (c *caller) hidden(t *testing.T, r row, x target) string {
	t.Helper()
	status, page := c.call(t, r, x)
	l := letter(status)
	if l == "!" {
		t.Errorf("%s: %s %s answers %d", c.role, r.method, r.address(x), status)
	}
	if _, known := c.sees[x.item]; !known {
		if c.sees == nil {
			c.sees = map[int64]bool{}
		}
		status, _ := c.call(t, row{method: "GET", pattern: "/case/{id}"}, x)
		c.sees[x.item] = status == http.StatusOK
	}
	// Who sees a case may be told that it has no such step or paper.
	if l == "." && r.address(x) != r.address(nothing) && !c.sees[x.item] {
		if c.last != r {
			c.last = r
			_, c.none = c.call(t, r, nothing)
		}
		clean := func(s, path string) string {
			path, _, _ = strings.Cut(path, "?")
			return strings.ReplaceAll(strings.ReplaceAll(s, path, ""), url.QueryEscape(path), "")
		}
		none := clean(c.none, r.address(nothing))
		if !same(clean(page, r.address(x)), none) {
			_, page = c.call(t, r, x) // again: the first answer may have carried the message of an act before
		}
		if !same(clean(page, r.address(x)), none) {
			t.Errorf("%s: %s %s can be told from what does not exist:\n%s\n%s", c.role, r.method, r.address(x), shorten(page), shorten(c.none))
		}
	}
	return l
}

// compare reads the table and shows every line that differs.
func compare(t *testing.T, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(accessFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(accessFile)
	if err != nil {
		t.Fatal(err)
	}
	g, m := strings.Split(got, "\n"), map[string]bool{}
	for l := range strings.SplitSeq(string(want), "\n") {
		m[l] = true
	}
	for _, l := range g {
		if !m[l] {
			t.Errorf("not in the table: %s", l)
		}
		delete(m, l)
	}
	for l := range m {
		t.Errorf("only in the table: %s", l)
	}
}
