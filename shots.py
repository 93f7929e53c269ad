import sys
from playwright.sync_api import sync_playwright
addrs=sys.argv[2:]; who=sys.argv[1]
with sync_playwright() as p:
    b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-dev-shm-usage","--disable-gpu","--disable-quic"])
    for w in (1280,360):
        c=b.new_context(viewport={"width":w,"height":900}); pg=c.new_page()
        pg.on("console",lambda m: print("console",m.text)) 
        pg.goto("http://127.0.0.1:8765/"); pg.get_by_label("Email").fill(who); pg.get_by_label("Password",exact=True).fill("better-every-month")
        pg.get_by_role("main").get_by_role("button",name="Sign in").click(); pg.wait_for_load_state()
        for i,a in enumerate(addrs):
            pg.goto("http://127.0.0.1:8765"+a); pg.screenshot(path=f"/tmp/dash/s{i}-{w}.png",full_page=True)
            print(w,a,pg.evaluate("document.documentElement.scrollWidth"), pg.evaluate("document.documentElement.scrollHeight"))
            if w==1280:
                pg.pdf(path=f"/tmp/dash/s{i}.pdf",prefer_css_page_size=True)
    b.close()
