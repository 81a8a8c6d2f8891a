package outage

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"

	"zhibao/casework"
	"zhibao/governance/outage/contingency"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/sorting"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

// What became of one folder of the contingency desk.
const (
	Ready   = "ready"   // it would be taken in
	Taken   = "taken"   // it was
	Already = "already" // it had been before
	Refused = "refused"
)

// A Result is what became of one folder of the contingency desk.
type Result struct {
	Number  string
	State   string
	Receipt *contingency.Receipt // nil where it could not be read
	Outage  int64                // 0 where there is none
	Err     error                // why it was refused
}

// Ingest takes what the contingency desk received into the center: every folder of a receipt below dir, each
// for itself. What was taken in before is left alone, so that it may be called again at any time. A trial
// reads and checks everything and writes nothing.
func (d *Desk) Ingest(ctx context.Context, by casework.Actor, dir string, trial bool) (out []Result, err error) {
	defer fault.Wrap(&err, "ingest")
	numbers, err := contingency.Boxes(dir)
	if err != nil || len(numbers) == 0 {
		return nil, err
	}
	opener, err := d.Opener(ctx, by.Center)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		r := Result{Number: n, State: Ready}
		if r.Err = d.ingest(ctx, by, dir, opener, &r); r.Err != nil {
			r.State = Refused
		} else if r.State == Ready && !trial {
			if r.Err = d.takeBox(ctx, by, dir, opener, &r); r.Err != nil {
				r.State = Refused
			}
		}
		// What is no fault of the folder concerns all of them.
		if k := fault.KindOf(r.Err); r.Err != nil && (k == fault.Internal || k == fault.Unavailable) {
			return out, r.Err
		}
		out = append(out, r)
	}
	return out, nil
}

// uploads begins the name of the folder in which an archive of folders is unpacked.
const uploads = ".up-"

// ingestForm takes in, or checks, the folders in an archive that was uploaded, else those that were copied to
// the server. Of an archive nothing stays behind: what is taken in is stored like any other.
func (d *Desk) ingestForm(ctx context.Context, by casework.Actor, in IngestForm) (out []Result, err error) {
	if in.File.IsZero() {
		return d.Ingest(ctx, by, d.Folder, !in.taking())
	}
	defer fault.Wrap(&err, "ingest an archive")
	if err := os.MkdirAll(d.Folder, 0o700); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(d.Folder, uploads)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f, err := in.File.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	if !ok { // files that were sent can be read anywhere; others are small
		data, err := io.ReadAll(io.LimitReader(f, contingency.MostArchive))
		if err != nil {
			return nil, err
		}
		at = bytes.NewReader(data)
	}
	refused, err := contingency.Unpack(ctx, dir, in.File.Name, at, in.File.Size)
	if err != nil {
		return nil, err
	}
	if out, err = d.Ingest(ctx, by, dir, !in.taking()); err != nil {
		return out, err
	}
	for number, why := range refused {
		out = append(out, Result{Number: number, State: Refused, Err: why})
	}
	sorting.By(out, func(a, b Result) int { return strings.Compare(a.Number, b.Number) })
	return out, nil
}

// ingest checks one folder and finds its outage.
func (d *Desk) ingest(ctx context.Context, by casework.Actor, dir string, opener *seal.Opener, r *Result) error {
	var have *Arrival
	err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		have, err = d.arrival(ctx, tx, by.Center, r.Number)
		return err
	})
	if err != nil {
		return err
	}
	box, err := contingency.OpenBox(dir, r.Number, opener)
	if err != nil {
		return err
	}
	r.Receipt = box.Receipt
	if have != nil {
		r.State, r.Outage = Already, have.Case
		return nil
	}
	if err := box.Check(); err != nil {
		return err
	}
	return d.office.DB.Read(ctx, func(tx *store.Tx) error {
		if err := d.believed(ctx, tx, by.Center, box.Receipt); err != nil {
			return err
		}
		o, err := covering(ctx, tx, by.Center, box.Receipt.At)
		if err == nil {
			r.Outage = o.Case
		}
		return err
	})
}

// takeBox makes the move that takes one folder in. Another move on the outage meanwhile is no reason to
// fail: it is tried again on what there is then.
func (d *Desk) takeBox(ctx context.Context, by casework.Actor, dir string, opener *seal.Opener, r *Result) error {
	box, err := contingency.OpenBox(dir, r.Number, opener)
	if err != nil {
		return err
	}
	in := &Take{Receipt: form.Bytes(r.Number+".txt", []byte(box.Receipt.Text()))}
	if box.Receipt.Kind == contingency.Whole {
		in.File = form.NewFile("", box.Receipt.Name, box.Receipt.Size, func() (io.ReadCloser, error) { return box.Package() })
	}
	for try := 0; ; try++ {
		var k *casework.Case
		err := d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
			k, err = d.office.Get(ctx, tx, by, r.Outage)
			return err
		})
		if err != nil {
			return err
		}
		_, err = d.office.Move(ctx, casework.Request{Actor: by, Case: r.Outage, Move: "take", Input: in, Expected: k.Version})
		switch code := fault.CodeOf(err); {
		case err == nil:
			r.State = Taken
			return nil
		case code == "outage.taken":
			r.State = Already // another process was faster
			return nil
		case code != "case.version" || try == 3:
			return err
		}
	}
}
