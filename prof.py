import sys,time; sys.path.insert(0,"/tmp/copy-dashboard"); sys.path.insert(0,"/tmp/copy-dashboard/benchmarks")
import os; os.environ["DJANGO_SETTINGS_MODULE"]="config.settings"
import importlib, cProfile, pstats
d=importlib.import_module("dashboard")
d.urls.urlpatterns.insert(0, d.path("empty/", d.empty))
with d.database():
    by=d.Person.objects.create_user("x@y.example","p",name="Reader")
    p=d.build("whole", d.Size(8,120,200,14), by)
    c=d.Client(); c.force_login(by)
    def tm(label,f,n=7):
        f(); ts=[]
        for _ in range(n):
            t=time.process_time(); f(); ts.append(time.process_time()-t)
        print(label, round(min(ts)*1000,1),"ms cpu")
    tm("empty", lambda: c.get("/empty/"))
    tm("pack", lambda: c.get("/whole/?month=2024-11"))
    tm("open", lambda: c.get("/whole/"))
    for a in sys.argv[1:]:
        pr=cProfile.Profile(); pr.enable()
        for _ in range(5): c.get(a)
        pr.disable(); pstats.Stats(pr).sort_stats("cumulative").print_stats(60)
