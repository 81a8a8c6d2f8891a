package bench

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// kills is how often the program is killed; the nightly run sets ZHIBAO_KILLS=200.
func kills(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_KILLS")); err == nil {
		return n
	}
	return usual
}

func crash(t *testing.T, kills int, mode string) *outcome {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := campaign{repeats: usualRepeats, dir: t.TempDir(), exe: exe, env: []string{childEnv + "=" + mode}, kills: kills, clients: 6, seed: uint64(time.Now().UnixNano()),
		shortest: 100 * time.Millisecond, longest: 900 * time.Millisecond}
	if mode != "" {
		c.repeats = 2 // so that a short run meets each mistake
	}
	o, err := c.run(t.Context())
	if err != nil {
		t.Fatalf("seed %d: %v", c.seed, err)
	}
	t.Logf("seed %d: %+v", c.seed, *o)
	return o
}

// A program killed at any moment has lost nothing that it acknowledged, left nothing half done,
// does nothing twice, and is back within five seconds.
func TestKilledProgram(t *testing.T) {
	if o := crash(t, kills(5), ""); !o.holds() {
		t.Errorf("not every promise held: %+v", *o)
	}
}

// A program that acknowledges too early is found out.
func TestEarlyProgramIsFoundOut(t *testing.T) {
	if o := crash(t, 2, "early"); o.Lost == 0 {
		t.Errorf("a program that acknowledges before the commit passed: %+v", *o)
	}
}

// A program that forgets keys is found out.
func TestForgetfulProgramIsFoundOut(t *testing.T) {
	if o := crash(t, 2, "forgetful"); o.Twice+o.Refused == 0 {
		t.Errorf("a program that acts twice on one key passed: %+v", *o)
	}
}
