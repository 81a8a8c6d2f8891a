package casework_test

import (
	"context"
	"testing"

	"zhibao/casework"
	"zhibao/casework/caseworktest"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
)

// What an opening move stores is stored before the transaction that opens the case, under the key that the case has
// afterwards; a request that was done already stores nothing again, and one that is refused leaves no case and no key.
func TestOpeningIsPrepared(t *testing.T) {
	s := setup()
	var o *casework.Office
	var sealed []byte
	var id int64
	stored := 0
	move := s.Charts[0].Move("write")
	run := move.Do.Run
	move.Do = casework.Prepared(func(ctx context.Context, k *casework.Case, key seal.Key, in *write) error {
		stored++
		id, sealed = k.ID, key.Seal("place", []byte(in.Title))
		// Within the transaction of the move this would wait for itself.
		return o.DB.Write(ctx, func(tx *store.Tx) error {
			return casework.HoldFiles(ctx, tx, k.Center, o.Now(), "held by its own transaction")
		})
	}, func(s *casework.Step, in *write) error { return run(s, in) })
	o, _ = caseworktest.NewOffice(t, s)
	r := casework.Request{Actor: entity(), Chart: "letter", Move: "write", Input: &write{Title: "随附文件"}, Key: "key-of-the-form"}
	first, err := o.Move(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := o.Move(t.Context(), r); err != nil || !again.Replayed || again.Case.ID != first.Case.ID || stored != 1 {
		t.Errorf("the same form again: stored %d times, %+v, %v", stored, again.Case, err)
	}
	opened := func() (plain []byte, err error) {
		err = o.DB.Read(t.Context(), func(tx *store.Tx) error {
			key, err := o.Keys.CaseKey(t.Context(), tx, id)
			if err == nil {
				plain, err = key.Open("place", sealed)
			}
			return err
		})
		return plain, err
	}
	if plain, err := opened(); err != nil || string(plain) != "随附文件" || id != first.Case.ID {
		t.Errorf("%q under the key of case %d, %v", plain, id, err)
	}
	if _, err := o.Move(t.Context(), casework.Request{Actor: entity(), Chart: "letter", Move: "write", Input: &write{Title: "坏", Note: "fail"}}); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
	if _, err := opened(); stored != 2 || id == first.Case.ID || fault.CodeOf(err) != "seal.no_case" {
		t.Errorf("after a refusal, stored %d times: %v", stored, err)
	}
	// Who may not open such a case stores nothing.
	if _, err := o.Move(t.Context(), casework.Request{Actor: clerk(), Chart: "letter", Move: "write", Input: &write{}}); fault.KindOf(err) != fault.Forbidden || stored != 2 {
		t.Errorf("stored %d times: %v", stored, err)
	}
}
