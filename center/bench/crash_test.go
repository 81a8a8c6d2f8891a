package bench

import (
	"cmp"
	"os"
	"strconv"
	"testing"
	"time"

	"zhibao/internal/store/storetest"
)

// kills is how often the program is killed; the nightly run sets ZHIBAO_KILLS=200.
func kills(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_KILLS")); err == nil {
		return n
	}
	return usual
}

func crash(t *testing.T, kills int, mode, database string) *outcome {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := campaign{repeats: usualRepeats, dir: t.TempDir(), on: database, exe: exe, env: []string{childEnv + "=" + mode}, kills: kills, clients: 6, seed: uint64(time.Now().UnixNano()),
		shortest: 100 * time.Millisecond, longest: 900 * time.Millisecond}
	if mode == "" {
		c.upgrade, c.beside = 5, &besides{}
		c.exe = cmp.Or(os.Getenv("ZHIBAO_BIN"), exe)
	} else {
		c.repeats = 2 // so that a short run meets each mistake
	}
	o, err := c.run(t.Context())
	if err != nil {
		t.Fatalf("seed %d: %v", c.seed, err)
	}
	t.Logf("seed %d: %+v", c.seed, *o)
	return o
}

// A program killed at any moment has lost nothing that it acknowledged, left nothing half done and
// does nothing twice. How long it takes to come back is for the measurement, not for a test.
func TestKilledProgram(t *testing.T) { killedProgram(t, "") }

// On PostgreSQL the database lives on while the program is killed: what the dead one had sent may still be
// executed, and what it had locked is let go only when the server has noticed.
func TestKilledProgramOnPostgres(t *testing.T) { killedProgram(t, storetest.Postgres(t)) }

func killedProgram(t *testing.T, database string) {
	o := crash(t, kills(5), "", database)
	if !o.holds() {
		t.Errorf("not every promise held: %+v", *o)
	}
	// Under the race detector, which asks for -short, the five kills may come before there are messages.
	if !testing.Short() && (o.Letters == 0 || o.Imports == 0 || o.Midway == 0) {
		t.Errorf("not everything went on beside: %+v", *o)
	}
}

// Programs with a mistake are found out: one that acknowledges too early, one that forgets keys. A
// short run may miss the moment, several do not.
func TestBrokenProgramsAreFoundOut(t *testing.T) {
	for mode, found := range map[string]func(*outcome) bool{
		"early":     func(o *outcome) bool { return o.Lost > 0 },
		"forgetful": func(o *outcome) bool { return o.Twice > 0 },
	} {
		t.Run(mode, func(t *testing.T) {
			for range 8 {
				if found(crash(t, 2, mode, "")) {
					return
				}
			}
			t.Error("the broken program passed")
		})
	}
}
