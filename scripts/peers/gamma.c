/* The sum in C, with OpenMP and vector maths. Arguments: pow|exp X TO STEPS THREADS. Prints the value and the seconds it took. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double sum_of_pow(double x, double step, long steps)
{
    double sum = 0;
#pragma omp parallel for simd reduction(+ : sum)
    for (long k = 0; k < steps; k++) {
        double t = k * step;
        sum += pow(t, x - 1) * exp(-t);
    }
    return sum * step;
}

static double sum_of_exp(double x, double step, long steps)
{
    double sum = 0;
#pragma omp parallel for simd reduction(+ : sum)
    for (long k = 0; k < steps; k++) {
        double t = k * step;
        sum += exp((x - 1) * log(t) - t);
    }
    return sum * step;
}

int main(int count, char **arguments)
{
    if (count != 6) return 1;
    double x = atof(arguments[2]), to = atof(arguments[3]);
    long steps = atol(arguments[4]);
    omp_set_num_threads(atoi(arguments[5]));

    double began = omp_get_wtime();
    double value = (strcmp(arguments[1], "pow") == 0 ? sum_of_pow : sum_of_exp)(x, to / steps, steps);
    printf("%.17g %.6f\n", value, omp_get_wtime() - began);
    return 0;
}
