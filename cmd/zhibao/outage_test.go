package main

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"
)

// The program is killed, and what it says of itself when it runs again is read from its public interface. A
// restart within the minute is the control: it must be no outage. Both take more than a minute, so that
// they run only when ZHIBAO_OUTAGE is set.
func TestOutageAfterKill(t *testing.T) {
	if os.Getenv("ZHIBAO_OUTAGE") == "" {
		t.Skip("takes more than a minute; set ZHIBAO_OUTAGE=1")
	}
	dir, on := t.TempDir(), database(t)
	outages := func(down time.Duration) int {
		s := start(t, dir, on...)
		time.Sleep(2 * time.Second) // the first beat comes at once
		if err := s.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = s.cmd.Wait() // killed, as it should be
		time.Sleep(down)
		s = start(t, dir, on...)
		defer s.end(t)
		time.Sleep(2 * time.Second)
		resp, err := http.Get("http://" + s.addr + "/api/v1/service")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var got struct {
			Now     string
			Outages []struct{ Since, Until string }
		}
		if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.Now != "ok" {
			t.Fatalf("%+v, %v", got, err)
		}
		return len(got.Outages)
	}
	if n := outages(20 * time.Second); n != 0 {
		t.Fatalf("%d outages after a restart within the minute", n)
	}
	if n := outages(62 * time.Second); n != 1 {
		t.Fatalf("%d outages after more than a minute", n)
	}
}
