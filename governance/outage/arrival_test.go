package outage

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/casework/setting"
	"zhibao/governance/outage/contingency"
	"zhibao/governance/outage/probe"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

// signer is the key of a desk or prober beside the center.
func signer(t *testing.T, b byte) *seal.Signer {
	t.Helper()
	s, err := seal.SignerOf(bytes.Repeat([]byte{b}, 32))
	must(t, err)
	return s
}

// register has the center believe a key.
func (w *world) register(t *testing.T, keys ...*seal.Signer) {
	t.Helper()
	var ids []string
	for _, k := range keys {
		ids = append(ids, seal.SignerID(k.Public()))
	}
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "outage.signers", Value: strings.Join(ids, "\n"), From: w.office.Today()})
	}))
}

// desk is a contingency desk that writes into the folder of the center; its clock is that of the world.
func (w *world) desk(t *testing.T, key *seal.Signer) *contingency.Desk {
	t.Helper()
	o, err := w.Opener(t.Context(), caseworktest.CenterID)
	must(t, err)
	d, err := contingency.Open(w.Folder, key, o.Public(), 1<<20, func() time.Time { return w.clock.At })
	must(t, err)
	return d
}

// ingested is what became of the folders.
func (w *world) ingested(t *testing.T, trial bool) (states, codes []string) {
	t.Helper()
	all, err := w.Ingest(t.Context(), w.actor("受理员"), w.Folder, trial)
	must(t, err)
	for _, r := range all {
		states = append(states, r.State)
		code := ""
		if r.Err != nil {
			code = fault.CodeOf(r.Err)
		}
		codes = append(codes, code)
	}
	return states, codes
}

// evening makes an outage of an evening and returns it.
func (w *world) evening(t *testing.T) *Outage {
	t.Helper()
	w.at("2026-11-25 22:30")
	w.beat(t)
	w.at("2026-11-25 23:55")
	w.beat(t)
	return w.outages(t)[0]
}

// TestIngest takes in what a desk received: a trial writes nothing, each folder is judged by itself, and to do
// it again doubles nothing. The time of reception is that of the receipt, that of the event is today's.
func TestIngest(t *testing.T) {
	w := newWorld(t)
	good, stranger := signer(t, 7), signer(t, 8)
	o := w.evening(t)
	d, other := w.desk(t, good), w.desk(t, stranger)
	w.at("2026-11-25 23:50:01")
	whole, err := d.Take(t.Context(), "一种鞋架.zip", strings.NewReader("package of the evening"))
	must(t, err)
	w.at("2026-11-25 23:50:02")
	_, err = d.TakeDigest(strings.Repeat("ab", 32), "")
	must(t, err)
	w.at("2026-11-25 23:50:03")
	_, err = other.Take(t.Context(), "b.zip", strings.NewReader("of a stranger"))
	must(t, err)
	w.at("2026-11-20 10:00")
	_, err = d.Take(t.Context(), "c.zip", strings.NewReader("of no outage"))
	must(t, err)
	w.at("2026-11-28 10:00")
	_, err = d.Take(t.Context(), "d.zip", strings.NewReader("from the future"))
	must(t, err)
	w.at("2026-11-26 09:00")
	if states, codes := w.ingested(t, true); !slices.Equal(codes, []string{"outage.signer", "outage.signer", "outage.signer", "outage.signer", "outage.signer"}) {
		t.Fatalf("without a registered key: %v %v", states, codes)
	}
	w.register(t, good)
	want := []string{Refused, Ready, Ready, Refused, Refused}
	for range 2 { // a trial leaves nothing behind
		states, codes := w.ingested(t, true)
		if !slices.Equal(states, want) || !slices.Equal(codes, []string{"outage.uncovered", "", "", "outage.signer", "outage.future"}) {
			t.Fatalf("%v %v", states, codes)
		}
	}
	if states, codes := w.ingested(t, false); !slices.Equal(states, []string{Refused, Taken, Taken, Refused, Refused}) {
		t.Fatalf("%v %v", states, codes)
	}
	if states, codes := w.ingested(t, false); !slices.Equal(states, []string{Refused, Already, Already, Refused, Refused}) {
		t.Fatalf("again: %v %v", states, codes)
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := w.arrivals(t.Context(), tx, `case_id = $1`, o.Case)
		if err != nil || len(all) != 2 || all[0].Number != whole.Number || written(all[0].Received) != "2026-11-25 23:50:01" || written(all[0].Taken)[:16] != "2026-11-26 09:00" || all[0].Name != "一种鞋架.zip" {
			t.Errorf("%+v, %v", all, err)
		}
		events, err := w.office.Events(t.Context(), tx, caseworktest.CenterID, o.Case)
		last := events[len(events)-1]
		if last.Move != "take" || written(last.At)[:10] != "2026-11-26" || !strings.Contains(last.Meta.Notes["day"], "2026-11-25 23:50") {
			t.Errorf("event at %s: %+v", written(last.At), last.Meta.Notes)
		}
		return err
	}))
	v, err := casework.Verify(t.Context(), w.office.DB)
	if err != nil || len(v.Flaws) != 0 {
		t.Fatalf("%v %v", v.Flaws, err)
	}
}

// TestAssign: an arrival in its case is a dated fact, and a term that was running when it was received runs on
// until it can be done again; one that had ended before stays.
func TestAssign(t *testing.T) {
	w := newWorld(t)
	key := signer(t, 7)
	w.at("2026-11-16 09:00")
	must(t, w.office.DB.Write(t.Context(), func(tx *store.Tx) error {
		return w.office.Settings.Set(t.Context(), tx, w.office.DB.NewID(), caseworktest.CenterID, setting.Value{Key: "asked.weeks", Value: "7日", From: w.office.Today()})
	}))
	w.at("2026-11-18 09:00")
	k := w.ask(t) // due on 2026-11-25 by a rule of the center, on 2026-11-27 by a law
	w.at("2026-11-17 09:00")
	w.office.Receipts.Retold = true
	late := w.ask(t) // due on 2026-11-24
	o := w.evening(t)
	w.at("2026-11-25 23:50")
	d := w.desk(t, key)
	var numbers []string
	for range 2 {
		r, err := d.Take(t.Context(), "a.zip", strings.NewReader("answer"))
		must(t, err)
		numbers = append(numbers, r.Number)
	}
	w.at("2026-11-27 09:00")
	w.register(t, key)
	w.ingested(t, false)
	id := func(number string) (id string) {
		must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
			a, err := w.arrival(t.Context(), tx, caseworktest.CenterID, number)
			id = itoa(a.ID)
			return err
		}))
		return id
	}
	first := &Assign{Arrival: id(numbers[0]), Number: k.Number, Basis: "本中心规定第四条"}
	if err := w.move(t, "受理员", o.Case, "assign", first); err == nil {
		t.Error("a clerk decided from when it counts")
	}
	if err := w.move(t, "负责人", o.Case, "assign", &Assign{Arrival: first.Arrival, Number: "CS-0000", Basis: "本中心规定"}); fault.CodeOf(err) != "outage.number" {
		t.Errorf("no such case: %v", err)
	}
	must(t, w.move(t, "负责人", o.Case, "assign", first))
	if err := w.move(t, "负责人", o.Case, "assign", first); fault.CodeOf(err) != "outage.assigned" {
		t.Errorf("twice: %v", err)
	}
	must(t, w.move(t, "负责人", o.Case, "assign", &Assign{Arrival: id(numbers[1]), Number: late.Number, Basis: "本中心规定第四条"}))
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		clocks, err := w.office.Clocks(t.Context(), tx, k)
		got := map[string]string{}
		for _, c := range clocks {
			got[c.Rule.Code] = c.Result.Due.String()
		}
		// Two working days after Friday the 27th; the term of the law stays.
		if got["reply"] != "2026-12-01" || got["weeks"] != "2026-11-27" {
			t.Errorf("due %v", got)
		}
		return err
	}))
	if got := w.due(t, late); got != "2026-11-24" {
		t.Errorf("a term that had ended before moved to %s", got)
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		events, err := w.office.Events(t.Context(), tx, k.Center, k.ID)
		last := events[len(events)-1]
		if last.Move != casework.GraceMove || written(last.At)[:10] != "2026-11-27" || !strings.Contains(last.Meta.Notes["day"], "2026-11-25 23:50:00") || last.Meta.Basis != "本中心规定第四条" {
			t.Errorf("event at %s %+v", written(last.At), last.Meta)
		}
		return err
	}))
	if n, err := w.office.Recompute(t.Context(), caseworktest.CenterID); err != nil || n != 0 {
		t.Errorf("%d due dates changed, %v", n, err)
	}
	v, err := casework.Verify(t.Context(), w.office.DB)
	if err != nil || len(v.Flaws) != 0 {
		t.Errorf("%v %v", v.Flaws, err)
	}
}

// TestFollows: a digest that was registered gets its file later, and only the file that it is of.
func TestFollows(t *testing.T) {
	w := newWorld(t)
	key := signer(t, 7)
	o := w.evening(t)
	w.at("2026-11-25 23:50")
	d := w.desk(t, key)
	other, err := d.Take(t.Context(), "x", strings.NewReader("the very file"))
	must(t, err)
	r, err := d.TakeDigest(other.SHA256, "")
	must(t, err)
	w.at("2026-11-26 09:00")
	w.register(t, key)
	take := func(text string) error {
		in := &Take{Receipt: form.Bytes("r.txt", []byte(r.Text()))}
		if text != "" {
			in.File = form.Bytes("original.zip", []byte(text))
		}
		return w.move(t, "受理员", o.Case, "take", in)
	}
	must(t, take(""))
	if err := take(""); fault.CodeOf(err) != "outage.taken" {
		t.Errorf("the same again: %v", err)
	}
	if err := take("another file"); fault.CodeOf(err) != "contingency.other_file" {
		t.Errorf("another file: %v", err)
	}
	must(t, take("the very file"))
	if err := take("the very file"); fault.CodeOf(err) != "outage.taken" {
		t.Errorf("the file again: %v", err)
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		a, err := w.arrival(t.Context(), tx, caseworktest.CenterID, r.Number)
		if err != nil || a.Name != "original.zip" || a.Size != 13 {
			t.Errorf("%+v, %v", a, err)
			return err
		}
		key, err := w.office.Keys.CaseKey(t.Context(), tx, o.Case)
		if err != nil {
			return err
		}
		f, err := w.Blobs.Open(t.Context(), key, a.ref())
		if err != nil {
			return err
		}
		text, err := io.ReadAll(f)
		if string(text) != "the very file" {
			t.Errorf("%q", text)
		}
		return errors.Join(err, f.Close())
	}))
	// Nothing of it can be read in what the center stores either.
	must(t, filepath.WalkDir(filepath.Dir(w.Folder), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte("very file")) || bytes.Contains(text, []byte("original.zip")) {
			t.Errorf("%s can be read", path)
		}
		return err
	}))
}

// TestObserve: an outage that only a prober saw becomes a record, once; one that the platform recorded itself
// or announced does not again.
func TestObserve(t *testing.T) {
	w := newWorld(t)
	key := signer(t, 9)
	w.at("2026-11-25 09:00")
	must(t, w.Announce(t.Context(), w.actor("系统"), PlanForm{Window{"2026-11-27 01:00", "2026-11-27 03:00"}, "升级", "Upgrade"}))
	w.at("2026-11-27 08:00")
	w.beat(t)
	w.at("2026-11-27 08:10")
	w.beat(t) // the platform saw this one itself
	dir := t.TempDir()
	r := &probe.Record{Dir: dir, Address: "https://center.example", Key: key}
	look := func(from, until, seen string) {
		at, _ := parse(from)
		end, _ := parse(until)
		for ; at.Before(end); at = at.Add(time.Minute) {
			must(t, r.Add(at, seen, 0, "x"))
		}
	}
	look("2026-11-27 00:50", "2026-11-27 01:10", probe.Up)
	look("2026-11-27 01:10", "2026-11-27 02:00", probe.Down) // announced
	look("2026-11-27 02:00", "2026-11-27 08:01", probe.Up)
	look("2026-11-27 08:01", "2026-11-27 08:11", probe.Down) // known
	look("2026-11-27 08:11", "2026-11-27 09:00", probe.Up)
	look("2026-11-27 09:00", "2026-11-27 09:20", probe.Down) // only the prober saw it
	look("2026-11-27 09:20", "2026-11-27 09:30", probe.Up)
	look("2026-11-27 09:30", "2026-11-27 09:40", probe.Down) // not over
	observe := func() (Observed, error) {
		text, err := os.ReadFile(filepath.Join(dir, "probe-2026-11.txt"))
		must(t, err)
		return w.Observe(t.Context(), w.actor("系统"), ProbeForm{form.Bytes("p.txt", text)})
	}
	w.at("2026-11-27 09:35")
	w.register(t, key)
	if _, err := observe(); fault.CodeOf(err) != "outage.prober_future" {
		t.Errorf("looks of the future: %v", err)
	}
	w.at("2026-11-27 10:00")
	w.register(t)
	if _, err := observe(); fault.CodeOf(err) != "outage.prober" {
		t.Errorf("a stranger: %v", err)
	}
	w.register(t, key)
	before := len(w.outages(t))
	got, err := observe()
	if err != nil || got.Outages != 1 || got.Known != 2 || got.Lines != 530 {
		t.Fatalf("%+v, %v", got, err)
	}
	all := w.outages(t)
	if len(all) != before+1 || all[0].Source != Prober || written(all[0].Since) != "2026-11-27 09:00:00" || written(all[0].Until) != "2026-11-27 09:20:00" {
		t.Fatalf("%+v", all[0])
	}
	if got, err := observe(); err != nil || got != (Observed{}) {
		t.Errorf("again: %+v, %v", got, err)
	}
	must(t, w.office.DB.Read(t.Context(), func(tx *store.Tx) error {
		all, err := Reaches(t.Context(), tx, caseworktest.CenterID)
		if err != nil || len(all) != 1 || all[0].Signer != seal.SignerID(key.Public()) || written(all[0].Until) != "2026-11-27 09:39:00" || all[0].Days(all[0].Until.Add(47*time.Hour)) != 1 {
			t.Errorf("taken in until %+v, %v", all, err)
		}
		return err
	}))
	look("2026-11-27 09:40", "2026-11-27 09:45", probe.Down)
	look("2026-11-27 09:45", "2026-11-27 09:50", probe.Up)
	if got, err := observe(); err != nil || got.Outages != 1 || got.Lines != 10 {
		t.Errorf("what went on: %+v, %v", got, err)
	}
	if all := w.outages(t); written(all[0].Since) != "2026-11-27 09:30:00" || written(all[0].Until) != "2026-11-27 09:45:00" {
		t.Errorf("%+v", all[0])
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
