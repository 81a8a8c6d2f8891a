package main

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// report says how many of the routes were attacked, by whom, and how they answered.
func (r *relay) report(w http.ResponseWriter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := map[*route]bool{}
	for _, t := range r.targets {
		all[t.route] = true
	}
	missing := false
	for _, by := range []string{"sqlmap", "wapiti"} {
		done, requests := map[*route]bool{}, 0
		for i, n := range r.sent[by] {
			done[r.targets[i].route] = true
			requests += n
		}
		fmt.Fprintf(w, "%s：%d 条路由中的 %d 条，%d 个目标中的 %d 个，%d 次改动过的请求\n", by, len(all), len(done), len(r.targets), len(r.sent[by]), requests)
		var left []string
		for x := range all {
			if !done[x] {
				left = append(left, x.Method+" "+x.Pattern)
			}
		}
		slices.Sort(left)
		if len(left) > 0 {
			missing = true
			fmt.Fprintf(w, "%s 没有试过：%s\n", by, strings.Join(left, "、"))
		}
	}
	deep, shut := 0, []string{}
	for x := range all {
		if r.reached(x) {
			deep++
		} else {
			shut = append(shut, x.Method+" "+x.Pattern)
		}
	}
	slices.Sort(shut)
	fmt.Fprintf(w, "其中 %d 条路由至少有一次不是 404、401、403、429；%d 次因限次未到达\n", deep, r.limited)
	fmt.Fprintf(w, "# 只答 404、401、403、429 的 %d 条：%s\n", len(shut), strings.Join(shut, "、"))
	r.slow(w)
	for login, p := range r.people {
		if p.times > 1 {
			fmt.Fprintf(w, "# %s 登录 %d 次\n", login, p.times)
		}
	}
	for _, f := range r.failures {
		fmt.Fprintf(w, "发现：%s\n", f)
	}
	if missing {
		fmt.Fprint(w, "未扫完\n")
	}
}

// slow lists the targets that took the most time of all.
func (r *relay) slow(w http.ResponseWriter) {
	var order []int
	var all time.Duration
	for i, d := range r.took {
		order, all = append(order, i), all+d
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(r.took[b], r.took[a]) })
	fmt.Fprintf(w, "# 各答复用时共 %.0f 秒；最多的：", all.Seconds())
	for _, i := range order[:min(12, len(order))] {
		n := 0
		for _, k := range r.kinds[i] {
			n += k
		}
		fmt.Fprintf(w, "%s %d 次 %.1f 秒；", r.targets[i], n, r.took[i].Seconds())
	}
	fmt.Fprintln(w)
}

// reached reports whether what stands behind a route answered at all.
func (r *relay) reached(x *route) bool {
	for i, t := range r.targets {
		if t.route != x {
			continue
		}
		for status := range r.kinds[i] {
			if !slices.Contains([]int{404, 401, 403, 429}, status) {
				return true
			}
		}
	}
	return false
}
