package leaktest_test

import (
	"strings"
	"testing"
	"time"

	"zhibao/internal/leaktest"
)

// waits ends when it is told to.
func waits(told chan bool) { <-told }

// What does not end is found by its name; what ends soon is waited for.
func TestLeft(t *testing.T) {
	if left := leaktest.Left(time.Second); len(left) > 0 {
		t.Fatalf("before anything was started: %s", left[0])
	}
	told := make(chan bool)
	go waits(told)
	left := leaktest.Left(50 * time.Millisecond)
	if len(left) != 1 || !strings.Contains(left[0], "leaktest_test.waits(") {
		t.Errorf("%d found: %v", len(left), left)
	}
	time.AfterFunc(100*time.Millisecond, func() { close(told) })
	if left := leaktest.Left(5 * time.Second); len(left) > 0 {
		t.Errorf("after it was told to end: %s", left[0])
	}
}
