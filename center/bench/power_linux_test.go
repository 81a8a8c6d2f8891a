package bench

import (
	"os"
	"strconv"
	"testing"
	"time"

	"zhibao/internal/lossyfs"
)

// cuts is how often the power is cut; scripts/chaos sets ZHIBAO_CUTS.
func cuts(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("ZHIBAO_CUTS")); err == nil {
		return n
	}
	return usual
}

// seed is where a campaign begins; a failure names the one that repeats it.
func seed() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("ZHIBAO_SEED"), 10, 64); err == nil {
		return n
	}
	return uint64(time.Now().UnixNano())
}

// lossy mounts a disk that can fail where the data of a center lie, or skips the test.
func lossy(t *testing.T, dir string) *lossyfs.Mount {
	t.Helper()
	if err := os.Mkdir(dataDir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	m, err := lossyfs.At(dataDir(dir))
	if err != nil {
		t.Skipf("不能挂载 FUSE（%v），跳过", err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// powerCuts works with the program on a disk whose power is cut again and again.
func powerCuts(t *testing.T, n int, f lossyfs.Faults) *outcome {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := campaign{repeats: usualRepeats, dir: t.TempDir(), exe: exe, env: []string{childEnv + "=plain"}, kills: n, clients: 6, seed: seed(),
		shortest: 100 * time.Millisecond, longest: 900 * time.Millisecond}
	m := lossy(t, c.dir)
	set := func(f lossyfs.Faults) {
		if _, err := m.Set(f); err != nil {
			t.Fatal(err)
		}
	}
	set(f)
	cut := c.seed
	var lost lossyfs.Count
	c.cut = func() (err error) {
		cut++
		lost, err = m.Cut(cut)
		return err
	}
	c.again = m.Again
	o, err := c.run(t.Context())
	again := "重做：ZHIBAO_CUTS=" + strconv.Itoa(n) + " ZHIBAO_SEED=" + strconv.FormatUint(c.seed, 10) + " go test -count=1 -run '^" + t.Name() + "$' ./center/bench"
	if err != nil {
		t.Fatalf("%v；%s", err, again)
	}
	t.Logf("%+v；扇区丢失 %d、保留 %d，目录项丢失 %d；%s", *o, lost.Lost, lost.Torn, lost.Entries, again)
	if lost.Lost == 0 || lost.Entries == 0 || o.Logged == 0 {
		t.Error("nothing was lost with the power: the test finds nothing")
	}
	return o
}

// After power cuts at any moment everything acknowledged is there: cases, files, chains and signed logs,
// whatever became of the sectors and entries of folders that were not synchronised.
func TestPowerCutProgram(t *testing.T) {
	if o := powerCuts(t, cuts(3), lossyfs.Faults{}); !o.holds() {
		t.Errorf("not every promise held: %+v", *o)
	}
}

// A center whose folders of files are not synchronised loses files that it acknowledged, and is found out. What
// becomes of a database that is not, the tests of the store show.
func TestPowerCutFindsLoosePrograms(t *testing.T) {
	n := max(4, cuts(4)/10)
	if o := powerCuts(t, n, lossyfs.Faults{LieAbout: "files", LieDirs: true}); o.Unreadable == 0 || o.Harmed == 0 || n >= 20 && 2*o.Harmed < n {
		t.Errorf("%d of %d cuts did harm: the test finds nothing", o.Harmed, n)
	}
}
